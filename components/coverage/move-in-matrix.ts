/** What the keys step through: the cells, and what unfolds their sub-techniques. */
export const STOPS = '.cell-link, .cell-subs > summary';

/**
 * The cell that a key leads to: up and down through the expanded cells of the column, left and right to
 * the cell at the same height in the next column, Home and End to the ends of the column. null if the
 * key leads nowhere.
 */
export function moveInMatrix(
  matrix: Element,
  from: EventTarget | null,
  key: string,
): HTMLElement | null {
  if (!(from instanceof HTMLElement) || !from.matches(STOPS)) return null;
  const columns = [...matrix.querySelectorAll('tbody td')];
  const at = columns.findIndex((column) => column.contains(from));
  const column = columns[at];
  if (!column) return null;
  const cells = cellsOf(column);
  const index = cells.indexOf(from);
  switch (key) {
    case 'ArrowDown':
      return cells[index + 1] ?? null;
    case 'ArrowUp':
      return cells[index - 1] ?? null;
    case 'Home':
      return cells[0] ?? null;
    case 'End':
      return cells.at(-1) ?? null;
    case 'ArrowLeft':
      return nearestIn(columns.slice(0, at).reverse(), from);
    case 'ArrowRight':
      return nearestIn(columns.slice(at + 1), from);
    default:
      return null;
  }
}

function cellsOf(column: Element): HTMLElement[] {
  const cells = [...column.querySelectorAll<HTMLElement>(STOPS)];
  return cells.filter((cell) => cell.matches('summary') || !cell.closest('details:not([open])'));
}

function nearestIn(columns: readonly Element[], from: HTMLElement): HTMLElement | null {
  const height = from.getBoundingClientRect().top;
  for (const column of columns) {
    const links = cellsOf(column).filter((cell) => cell.matches('.cell-link'));
    const [first] = links;
    if (!first) continue;
    const distance = (cell: HTMLElement) => Math.abs(cell.getBoundingClientRect().top - height);
    return links.reduce((best, cell) => (distance(cell) < distance(best) ? cell : best), first);
  }
  return null;
}
