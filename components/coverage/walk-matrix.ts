import { whenShown } from '@/components/behaviour/when-shown';
import { moveInMatrix, STOPS } from './move-in-matrix';
import { closeCell, openedCell } from './open-cells';

/**
 * Moves the focus through the matrix with the arrow keys, and closes the open cell with Escape or when the focus goes
 * to another one. Only the last visited cell can be reached with Tab. The cell under the pointer or focus has its id
 * as its tooltip.
 */
export function walkMatrix(): void {
  let current: HTMLElement | undefined;
  const makeCurrent = (stop: HTMLElement | undefined) => {
    if (current) current.tabIndex = -1;
    if (stop) stop.tabIndex = 0;
    current = stop;
  };
  whenShown(() => {
    const stops = document.querySelectorAll<HTMLElement>(STOPS);
    for (const stop of stops) stop.tabIndex = -1;
    makeCurrent(stops[0]);
  });
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.matches(STOPS)) return;
    makeCurrent(target);
    nameCell(target);
    if (target !== openedCell()) closeCell();
  });
  document.addEventListener('pointerover', ({ target }) => {
    if (target instanceof Element) nameCell(target);
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { target } = event;
    const matrix = target instanceof Element ? target.closest('#matrix') : null;
    if (!matrix) return;
    const next = event.key === 'Escape' ? openedCell() : moveInMatrix(matrix, target, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (event.key === 'Escape') closeCell();
  });
}

function nameCell(target: Element): void {
  const link = target.closest<HTMLElement>('.cell-link');
  if (link) link.dataset.tip = link.getAttribute('href')?.split('/').at(-1);
}
