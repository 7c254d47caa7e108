import { whileBusy } from './busy';
import { showPage } from './show-page';

/** Has the links that lead to another state of the page, `data-stay`, change it in place. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    const { target } = event;
    const link =
      target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-stay]') : null;
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    void whileBusy(() => showPage(link.href, 'push'));
  });
}

/** Whether a click asks for nothing but what it is on: no other tab, no download. */
export function isPlainClick(event: MouseEvent): boolean {
  const { ctrlKey, metaKey, shiftKey, altKey, button, defaultPrevented } = event;
  return button === 0 && !(ctrlKey || metaKey || shiftKey || altKey || defaultPrevented);
}
