export const KEYS: readonly (readonly [key: string, meaning: string])[] = [
  ['⌘K / Ctrl K', 'Jump to a rule, technique or page'],
  ['/', 'Search'],
  ['Esc', 'Leave the search box, as it is'],
  ['j  k', 'Go to the next or previous rule'],
  ['Enter', 'Open the selected rule; in the search box, go to the first'],
  ['c', 'Copy its KQL'],
  ['x', 'Select it'],
  ['f', 'Go to the filters'],
  ['?', 'Show keyboard shortcuts'],
];

/** What `j` and `k` step through, and the link in it that takes the focus. */
const ROW = '[data-row]';
const ROW_LINK = '[data-row-link]';

function isTyping(target: EventTarget | undefined): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|button)$/.test(target.type);
}

function moveBy(step: number): boolean {
  const rows = [...document.querySelectorAll(ROW)];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at === -1 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  const link = next?.querySelector<HTMLElement>(ROW_LINK);
  link?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return link !== undefined && link !== null;
}

function copyHere(): boolean {
  const scope = document.activeElement?.closest(ROW) ?? document.querySelector('main');
  const button = scope?.querySelector<HTMLButtonElement>('[data-copy="kql"]');
  button?.click();
  return button !== undefined && button !== null;
}

function selectHere(): boolean {
  const box = document.activeElement
    ?.closest(ROW)
    ?.querySelector<HTMLInputElement>('[data-select]');
  box?.click();
  return box !== undefined && box !== null;
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

/** Runs the keyboard shortcuts. Letters do nothing while you type or hold a modifier key. */
export function handleKey(event: KeyboardEvent, open: (what: 'palette' | 'keys') => void): void {
  if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    open('palette');
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector('dialog[open]')) return;
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
  const actions: Record<string, () => boolean> = {
    '/': focusSearch,
    j: () => moveBy(1),
    k: () => moveBy(-1),
    c: copyHere,
    x: selectHere,
    f: focusFilters,
    '?': () => {
      open('keys');
      return true;
    },
  };
  if (Object.hasOwn(actions, event.key) && actions[event.key]?.()) event.preventDefault();
}
