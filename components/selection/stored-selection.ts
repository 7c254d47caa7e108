import { useSyncExternalStore } from 'react';

/*
 * The rules that were marked, by id, in the order of marking. They stay in this browser until they are
 * cleared, on every page; the address of the selection's page is how they are shared.
 */

const KEY = 'selected rules';
const NONE: readonly string[] = [];

const listeners = new Set<() => void>();
let marked: readonly string[] | null = null;

function read(): readonly string[] {
  if (marked) return marked;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    const ids = Array.isArray(stored) ? stored : [];
    marked = ids.filter((id): id is string => typeof id === 'string');
  } catch (error) {
    console.warn('the selection cannot be read', error);
    marked = NONE;
  }
  return marked;
}

/** Keeps these rules as the selection. */
export function keepSelection(ids: readonly string[]): void {
  marked = [...new Set(ids)];
  try {
    if (marked.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(marked));
  } catch (error) {
    console.warn('the selection is kept until you leave the page', error);
  }
  for (const listener of listeners) listener();
}

/** Marks a rule, or takes the mark away. */
export function markRule(id: string, isMarked: boolean): void {
  const others = read().filter((other) => other !== id);
  keepSelection(isMarked ? [...others, id] : others);
}

/** The selection as it changes; empty on the server. */
export function useSelection(): readonly string[] {
  return useSyncExternalStore(subscribe, read, () => NONE);
}

function subscribe(listener: () => void): () => void {
  const onStorage = (): void => {
    // Another tab has a newer selection.
    marked = null;
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}
