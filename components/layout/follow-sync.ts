import { element } from '@/components/behaviour/element';
import { formatCount } from '@/components/ui/count';
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
  const place = document.querySelector<HTMLElement>('[data-catalog-state]');
  if (!place) return;
  const look = async () => {
    if (document.hidden) return;
    const response = await fetch('/api/sync');
    if (!response.ok) return;
    const progress: SyncProgress = await response.json();
    const isOver = progress.state !== place.dataset.catalogState;
    place.replaceChildren(...(isOver ? more() : [sentenceOf(progress)]));
    if (isOver) clearInterval(timer);
  };
  // A server that does not answer now may answer the next time.
  const lookSafely = () => void look().catch(() => {});
  const timer = setInterval(lookSafely, LOOK_MS);
  lookSafely();
}

function more(): (Node | string)[] {
  const again = element('button', { type: 'button', class: 'link' }, 'Load the page again');
  again.addEventListener('click', () => location.reload());
  return [element('span', { role: 'status' }, ' There is more now. ', again, ' to see it.')];
}

function sentenceOf({ running }: SyncProgress): string {
  if (!running) return ' No sync is running now.';
  const { phase, done, total } = running;
  const share =
    done === null || total === null ? '' : `: ${formatCount(done)} of ${formatCount(total)}`;
  return ` A sync is ${DOING.get(phase) ?? 'running'}${share}.`;
}
