import { type RefObject, useEffect } from 'react';
import { moveInMatrix, STOPS } from './move-in-matrix';

/**
 * Moves the focus through the matrix with the arrow keys, and closes the open cell with Escape or when the focus goes
 * to another one. Only the last visited cell can be reached with Tab. The cell under the pointer or focus has its id
 * as its tooltip.
 */
export function useMatrixKeys(
  matrix: RefObject<HTMLElement | null>,
  cells: unknown,
  close: () => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: other cells need the same treatment
  useEffect(() => {
    const { current } = matrix;
    if (!current) return;
    const stops = () => [...current.querySelectorAll<HTMLElement>(STOPS)];
    const makeCurrent = (stop: HTMLElement | undefined) => {
      for (const each of stops()) each.tabIndex = each === stop ? 0 : -1;
    };
    makeCurrent(stops()[0]);
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || !target.matches(STOPS)) return;
      makeCurrent(target);
      if (target.ariaExpanded !== 'true') close();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const next =
        event.key === 'Escape'
          ? current.querySelector<HTMLElement>('[aria-expanded="true"]')
          : moveInMatrix(current, event.target, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      if (event.key === 'Escape') close();
    };
    const nameCell = ({ target }: Event) => {
      const link = target instanceof Element ? target.closest<HTMLElement>('.cell-link') : null;
      if (link) link.dataset.tip = link.getAttribute('href')?.split('/').at(-1);
    };
    current.addEventListener('focusin', onFocus);
    current.addEventListener('focusin', nameCell);
    current.addEventListener('pointerover', nameCell);
    current.addEventListener('keydown', onKey);
    return () => {
      current.removeEventListener('focusin', onFocus);
      current.removeEventListener('focusin', nameCell);
      current.removeEventListener('pointerover', nameCell);
      current.removeEventListener('keydown', onKey);
    };
  }, [matrix, cells, close]);
}
