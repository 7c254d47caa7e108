import { element } from '@/components/behaviour/element';
import { whenShown } from '@/components/behaviour/when-shown';
import { countOf } from '@/components/ui/count';
import { siteAddress, sitePath } from '@/components/ui/site-address';
import { onStored } from '@/components/ui/stored-text';
import { keepSelection, markRules, storedSelection } from './stored-selection';

/** Shows how many rules are marked, with the way to them, and runs what else adds to the selection or takes from it. */
export function showSelection(): void {
  const bar = selectionBar();
  const show = () => {
    bar.show(storedSelection());
    showBest(storedSelection());
    showKept(storedSelection());
  };
  whenShown(show);
  onStored(show);
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const best = target?.closest<HTMLElement>('[data-best]');
    if (best) {
      event.preventDefault();
      keepSelection([...storedSelection(), ...idsOf(best.dataset.best)]);
    }
    const keep = target?.closest<HTMLElement>('[data-keep]');
    if (keep) keepSelection(idsOf(keep.dataset.keep));
    const removed = target?.closest<HTMLElement>('[data-remove]');
    if (removed) markRules(idsOf(removed.dataset.remove), false);
  });
}

const idsOf = (list = '') => list.split(' ').filter(Boolean);

/** The bar at the bottom of every page but the selection's own. */
function selectionBar() {
  const count = element('span', { class: 'num', 'aria-live': 'polite' });
  const open = element('a', { class: 'button', 'data-kind': 'primary' }, 'Open the selection');
  const clear = element(
    'button',
    { type: 'button', class: 'button', 'data-kind': 'quiet' },
    'Clear',
  );
  clear.addEventListener('click', () => keepSelection([]));
  const section = element(
    'section',
    { class: 'selection-bar', 'aria-label': 'Selection' },
    count,
    open,
    clear,
  );
  return {
    show(ids: readonly string[]) {
      if (ids.length === 0 || sitePath() === '/selection') return section.remove();
      count.textContent = `${countOf(ids.length, 'rule')} selected`;
      open.href = siteAddress(selectionHref(ids));
      if (!section.isConnected) document.getElementById('main')?.after(section);
    },
  };
}

/** Long enough to tell any two UUIDs of a catalog apart; 512 of them fit into an address. */
const BEGINNING = 13;

function selectionHref(ids: readonly string[]): string {
  return `/selection?rules=${ids.map((id) => encodeURIComponent(id.slice(0, BEGINNING))).join(',')}`;
}

/** A technique's best rules can be selected until they are; the text after the link says that they are. */
function showBest(ids: readonly string[]): void {
  for (const link of document.querySelectorAll<HTMLElement>('[data-best]')) {
    const isSelected = idsOf(link.dataset.best).every((id) => ids.includes(id));
    link.hidden = isSelected;
    if (link.nextElementSibling instanceof HTMLElement)
      link.nextElementSibling.hidden = !isSelected;
  }
}

/** The rules of an address can be kept as one's own selection, or are it already and can be cleared. */
function showKept(ids: readonly string[]): void {
  const keep = document.querySelector<HTMLElement>('button[data-keep]');
  const clear = keep?.nextElementSibling;
  if (!keep || !(clear instanceof HTMLElement)) return;
  const shown = idsOf(keep.dataset.keep);
  const own = new Set(ids);
  const isKept = own.size === shown.length && shown.every((id) => own.has(id));
  keep.hidden = isKept;
  clear.hidden = !isKept;
  keep.textContent = ids.length === 0 ? 'Keep as my selection' : 'Replace my selection';
}
