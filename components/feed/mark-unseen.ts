import { whenShown } from '@/components/behaviour/when-shown';
import { readStorage, writeStorage } from '@/components/ui/browser-storage';
import { type Visit, visitNow } from './visit';

const KEY = 'last visit';

/** Marks the rows that a sync has added or changed since this browser's last visit. */
export function markUnseen(): void {
  whenShown(() => {
    const list = document.querySelector<HTMLElement>('[data-sync]');
    if (!list) return;
    const visit = visitNow(readVisit(), Number(list.dataset.sync), Date.now());
    writeStorage('localStorage', KEY, JSON.stringify(visit));
    for (const row of list.querySelectorAll<HTMLElement>('[data-changed]')) {
      const isNew = Number(row.dataset.first) > visit.since;
      const isChanged = Number(row.dataset.changed) > visit.since;
      if (isChanged) row.dataset.unseen = isNew ? 'new' : 'changed';
      else delete row.dataset.unseen;
    }
  });
}

function readVisit(): Visit | null {
  try {
    const { since, seen, at } = JSON.parse(readStorage('localStorage', KEY) ?? 'null') ?? {};
    return [since, seen, at].every(Number.isFinite) ? { since, seen, at } : null;
  } catch (error) {
    console.warn('the last visit cannot be read', error);
    return null;
  }
}
