import { keepDensity, storedDensity } from '@/components/feed/display';

export const KEYS: readonly (readonly [key: string, meaning: string])[] = [
  ['⌘K / Ctrl K', 'Jump to a rule, technique or page'],
  ['/', 'Search'],
  ['Esc', 'Leave the search box, as it is; close a menu'],
  ['j  k', 'Go to the next or previous rule'],
  ['Enter  o', 'Open the rule you are at; in the search box, Enter goes to the first'],
  ['c', 'Copy its KQL'],
  ['x', 'Select it'],
  ['X', 'Select all rules from the last selected to this one'],
  ['a', 'Select all rules shown, or none'],
  ['v', 'Open the saved views'],
  ['d', 'Switch between cards and lines'],
  ['f', 'Go to the filters'],
  ['?', 'Show keyboard shortcuts'],
];

/** What `j` and `k` step through, and the link in it that takes the focus. */
const ROW = '[data-row]';
const ROW_LINK = '[data-row-link]';
const OPEN_MENU = 'details.menu[open]';

function isTyping(target: EventTarget | undefined): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|button)$/.test(target.type);
}

/** The row with the focus, or else the one that had it last: keys work wherever the focus has gone since. */
function currentRow(): Element | null {
  return document.activeElement?.closest(ROW) ?? document.querySelector(`${ROW}[data-current]`);
}

/** Marks the row that the focus is in, as long as it is shown. */
export function markCurrentRow({ target }: FocusEvent): void {
  const row = target instanceof Element ? target.closest(ROW) : null;
  if (!row || row.hasAttribute('data-current')) return;
  document.querySelector(`${ROW}[data-current]`)?.removeAttribute('data-current');
  row.setAttribute('data-current', '');
}

function moveBy(step: number): boolean {
  const rows = [...document.querySelectorAll(ROW)];
  const current = currentRow();
  const at = current ? rows.indexOf(current) : -1;
  const next = rows[at === -1 ? 0 : at + step] ?? current;
  const link = next?.querySelector<HTMLElement>(ROW_LINK);
  link?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return link !== undefined && link !== null;
}

/** Clicks what is in the current row, or else the first such thing on the page. */
function press(selector: string, shiftKey = false): boolean {
  const scope = currentRow() ?? document.querySelector('main');
  const found = scope?.querySelector(selector);
  found?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey }));
  return found !== undefined && found !== null;
}

/** Opens a rule with Enter only where Enter has no meaning of its own. */
function openByEnter(): boolean {
  const { activeElement } = document;
  const isFree = activeElement === null || activeElement.matches('body, main, [data-select]');
  return isFree && whenSettled(() => press(ROW_LINK));
}

function focusFilters(): boolean {
  const filters = document.getElementById('filters');
  if (!filters) return false;
  if (filters.checkVisibility?.() === false) location.hash = 'filters';
  filters.querySelector<HTMLElement>('input')?.focus();
  return true;
}

function focusSearch(): boolean {
  const input = document.querySelector<HTMLInputElement>('main input[type="search"]');
  input?.focus();
  input?.select();
  return input !== null;
}

function selectShown(): boolean {
  const box = document.querySelector<HTMLElement>('[data-select-shown]');
  box?.click();
  return box !== null;
}

function openViews(): boolean {
  const summary = document.querySelector<HTMLElement>('#views > summary');
  summary?.click();
  summary?.focus();
  return summary !== null;
}

function switchDensity(): boolean {
  if (!document.querySelector('[data-sync]')) return false;
  keepDensity(storedDensity() === 'lines' ? 'cards' : 'lines');
  return true;
}

/**
 * Runs what a key stands for; while the page changes, after that, so that a key is about what was asked for
 * and not about what is still shown.
 */
function whenSettled(run: () => boolean): boolean {
  const busy = document.querySelector('[aria-busy="true"]');
  if (!busy) return run();
  const observer = new MutationObserver(() => {
    if (busy.isConnected && busy.ariaBusy === 'true') return;
    observer.disconnect();
    run();
  });
  observer.observe(busy, { attributes: true, attributeFilter: ['aria-busy'] });
  return true;
}

/** Closes the open menu and goes back to its button. */
function closeMenu(): boolean {
  const menu = document.querySelector<HTMLDetailsElement>(OPEN_MENU);
  if (!menu) return false;
  const hadFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (hadFocus) menu.querySelector('summary')?.focus();
  return true;
}

/** Closes the open menu when the pointer is used elsewhere. */
export function closeMenuLeft({ target }: PointerEvent): void {
  const menu = document.querySelector<HTMLDetailsElement>(OPEN_MENU);
  if (menu && target instanceof Node && !menu.contains(target)) menu.open = false;
}

/** What each key does; false if there is nothing for it on the page. */
const ACTIONS: ReadonlyMap<string, () => boolean> = new Map([
  ['/', focusSearch],
  ['j', () => whenSettled(() => moveBy(1))],
  ['k', () => whenSettled(() => moveBy(-1))],
  ['o', () => whenSettled(() => press(ROW_LINK))],
  ['Enter', openByEnter],
  ['c', () => whenSettled(() => press('[data-copy="kql"]'))],
  ['x', () => whenSettled(() => press('[data-select]'))],
  ['X', () => whenSettled(() => press('[data-select]', true))],
  ['a', () => whenSettled(selectShown)],
  ['v', openViews],
  ['d', switchDensity],
  ['f', focusFilters],
]);

/** Runs the keyboard shortcuts. Letters do nothing while you type or hold a modifier key. */
export function handleKey(event: KeyboardEvent, open: (what: 'palette' | 'keys') => void): void {
  if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    open('palette');
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape' && closeMenu()) {
    event.preventDefault();
    return;
  }
  // The editor is in a shadow root, of which the target is the outside.
  const [place] = event.composedPath();
  if (isTyping(place)) {
    if (event.key === 'Escape') {
      // A search field would empty itself, and the results would stay.
      event.preventDefault();
      place.blur();
    }
    return;
  }
  if (event.key === '?') open('keys');
  if (event.key === '?' || ACTIONS.get(event.key)?.()) event.preventDefault();
}
