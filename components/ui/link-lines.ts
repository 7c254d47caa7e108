import { whenShown } from '@/components/behaviour/when-shown';

/** Has the link of each block of code follow the pointer and the arrow keys, and opens the fold that an address leads into. */
export function linkLines(): void {
  whenShown(unfold);
  window.addEventListener('hashchange', unfold);
  document.addEventListener('pointerover', ({ target }) => {
    const line = target instanceof Element ? target.closest('.ln[id]') : null;
    const link = line?.closest('.code')?.querySelector<HTMLAnchorElement>('.line-link');
    if (line && link) place(link, line);
  });
  document.addEventListener('focusin', ({ target }) => {
    const line = isLink(target) ? document.getElementById(target.hash.slice(1)) : null;
    if (isLink(target) && line) place(target, line);
  });
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !isLink(target)) return;
    const [, name, line] = /^#(.*)-(\d+)$/.exec(target.hash) ?? [];
    const next = document.getElementById(`${name}-${Number(line) + step}`);
    if (!next || !place(target, next)) return;
    event.preventDefault();
  });
}

const isLink = (target: EventTarget | null): target is HTMLAnchorElement =>
  target instanceof HTMLAnchorElement && target.matches('.line-link');

/** Puts the link beside a line. False for a line in a closed fold. */
function place(link: HTMLAnchorElement, line: Element): boolean {
  const block = link.parentElement;
  if (!block || line.getClientRects().length === 0) return false;
  const top = line.getBoundingClientRect().top - block.getBoundingClientRect().top;
  const number = line.id.slice(line.id.lastIndexOf('-') + 1);
  link.style.setProperty('top', `${top}px`);
  link.href = `#${line.id}`;
  link.textContent = number;
  link.ariaLabel = `Link to line ${number}`;
  return true;
}

/** Opens the fold around the line that the address names, which not every browser does by itself. */
function unfold(): void {
  const target = document.getElementById(window.location.hash.slice(1));
  const fold = target?.closest('details');
  if (!target || !fold || fold.open) return;
  fold.open = true;
  target.scrollIntoView();
}
