import { isPlainClick } from '@/components/behaviour/follow-links';

const OPEN = '.cell-link[aria-expanded="true"]';

/** Has a cell of the matrix open its rules in place, one at a time, instead of leading to its technique's page. */
export function openCells(): void {
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('.cell-panel button')) return closeCell();
    const link = target?.closest<HTMLElement>('.cell-link');
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    const isOpen = link.matches(OPEN);
    closeCell();
    if (!isOpen) void openCell(link);
  });
}

/** The link of the cell that is open. */
export function openedCell(): HTMLElement | null {
  return document.querySelector<HTMLElement>(OPEN);
}

/** Closes the cell that is open. */
export function closeCell(): void {
  openedCell()?.removeAttribute('aria-expanded');
  document.querySelector('.cell-panel')?.remove();
}

async function openCell(link: HTMLElement): Promise<void> {
  link.setAttribute('aria-expanded', 'true');
  const { cellPanel } = await import('./cell-panel');
  if (link !== openedCell()) return;
  link.after(cellPanel(link.getAttribute('href') ?? '', nameOf(link)));
}

/** The text before the number of rules. */
function nameOf(link: HTMLElement): string {
  const nodes = [...link.childNodes];
  const number = nodes.findIndex(
    (node) => node instanceof HTMLElement && node.matches('b, .sr-only'),
  );
  return nodes
    .slice(0, number)
    .map((node) => node.textContent)
    .join('');
}
