'use client';

import { useEffect } from 'react';
import { moveInMatrix } from './move-in-matrix';

/**
 * Moves the focus through the matrix with the arrow keys. Only the last visited cell can be reached
 * with Tab.
 */
export function MatrixKeys({ target }: { target: string }) {
  useEffect(() => {
    const matrix = document.getElementById(target);
    if (!matrix) return;
    const cells = () => [
      ...matrix.querySelectorAll<HTMLElement>('.cell-link, .cell-subs > summary'),
    ];
    const makeCurrent = (current: HTMLElement | undefined) => {
      for (const cell of cells()) cell.tabIndex = cell === current ? 0 : -1;
    };
    makeCurrent(cells()[0]);
    const onFocus = ({ target }: FocusEvent) => {
      const cell = target instanceof HTMLElement ? target : null;
      if (cell?.matches('.cell-link, .cell-subs > summary')) makeCurrent(cell);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const next = moveInMatrix(matrix, event.target, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    };
    matrix.addEventListener('focusin', onFocus);
    matrix.addEventListener('keydown', onKey);
    return () => {
      matrix.removeEventListener('focusin', onFocus);
      matrix.removeEventListener('keydown', onKey);
    };
  }, [target]);
  return null;
}
