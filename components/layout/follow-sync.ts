import { element } from '@/components/behaviour/element';
import { whenShown } from '@/components/behaviour/when-shown';
import { formatCount } from '@/components/ui/count';
import { siteAddress } from '@/components/ui/site-address';
import type { SyncProgress } from '@/lib/catalog/sync-progress';

const LOOK_MS = 2_000;

const DOING: ReadonlyMap<string, string> = new Map([
  ['fetch', 'fetching the sources'],
  ['attack', 'reading ATT&CK'],
  ['read', 'reading the rules'],
  ['compare', 'comparing changed rules'],
  ['translate', 'translating the rules'],
  ['prove', 'checking queries and running them on events'],
  ['enrich', 'writing the enrichment'],
  ['write', 'writing the catalog'],
]);

/** Says in the banner how far the sync is that runs now, until it has written more than this page was made from. */
export function followSync(): void {
  let followed: Element | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  whenShown(() => {
    const place = document.querySelector('[data-sync-progress]');
    if (place === followed) return;
    followed = place;
    clearInterval(timer);
    const state = document.querySelector<HTMLElement>('[data-catalog-state]')?.dataset.catalogState;
    if (!place || state === undefined) return;
    const look = async () => {
      if (document.hidden) return;
      const progress = await readProgress();
      if (place !== followed) return;
      const isOver = progress !== null && progress.state !== state;
      place.replaceChildren(...(isOver ? more() : [sentenceOf(progress)]));
      if (isOver) clearInterval(timer);
    };
    timer = setInterval(look, LOOK_MS);
    void look();
  });
}

/** Null if the server does not say it now. */
async function readProgress(): Promise<SyncProgress | null> {
  try {
    const response = await fetch(siteAddress('/api/sync'));
    return response.ok ? await response.json() : null;
  } catch (error) {
    console.warn('the progress of the sync cannot be read', error);
    return null;
  }
}

function more(): (Node | string)[] {
  const again = element('button', { type: 'button', class: 'link' }, 'Load the page again');
  again.addEventListener('click', () => location.reload());
  return [element('span', { role: 'status' }, ' There is more now. ', again, ' to see it.')];
}

function sentenceOf(progress: SyncProgress | null): string {
  if (!progress) return ' The server does not answer now.';
  const { running } = progress;
  if (!running) return ' No sync is running now.';
  const { phase, done, total } = running;
  const share =
    done === null || total === null ? '' : `: ${formatCount(done)} of ${formatCount(total)}`;
  return ` A sync is ${DOING.get(phase) ?? 'running'}${share}.`;
}
