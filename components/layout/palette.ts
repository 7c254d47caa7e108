import { element, strangerText } from '@/components/behaviour/element';
import type { PaletteEntry } from '@/lib/catalog/palette';
import { openDialog } from './dialog';
import { findByName } from './find-by-name';

/** Where the palette leads: to an address of this site, or to what is found first for a query. */
export type Goal = { readonly href: string } | { readonly query: string };

/** Type a name, choose with the arrow keys, press Enter to go there. `typed` was typed before the palette was there. */
export function openPalette(typed: string, go: (goal: Goal) => void): HTMLDialogElement {
  const input = inputFor(typed);
  const list = element('div', {
    id: 'palette-list',
    role: 'listbox',
    'aria-label': 'Results',
    class: 'max-h-[50vh] overflow-y-auto py-1',
  });
  const status = element('p', { class: 'px-4 pb-4 text-muted', role: 'status', hidden: '' });
  const dialog = openDialog('Jump to a rule, technique or page', input, list, status);
  const found = finder(input, list, status);
  const open = (goal: Goal) => {
    dialog.close();
    go(goal);
  };
  dialog.addEventListener('close', found.stop);
  input.addEventListener('input', found.ask);
  input.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) found.choose(found.at() + step);
    else if (event.key === 'Enter') open(found.goal());
    else return;
    event.preventDefault();
  });
  list.addEventListener('mousemove', ({ target }) => {
    const index = indexOf(target);
    if (index >= 0 && index !== found.at()) found.choose(index);
  });
  list.addEventListener('click', ({ target }) => {
    const index = indexOf(target);
    if (index < 0) return;
    found.choose(index);
    open(found.goal());
  });
  found.ask();
  return dialog;
}

/** Asks the server for what is typed, and lists what it answers. */
function finder(input: HTMLInputElement, list: HTMLElement, status: HTMLElement) {
  let entries: readonly PaletteEntry[] = [];
  /** The query that the entries are of. */
  let answered: string | null = null;
  let at = 0;
  let asking = new AbortController();

  function choose(index: number) {
    at = Math.max(0, Math.min(entries.length - 1, index));
    for (const [each, option] of [...list.children].entries()) {
      option.ariaSelected = String(each === at);
    }
    if (entries.length === 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `palette-${at}`);
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  }
  function show(next: readonly PaletteEntry[], nothing: string) {
    entries = next;
    list.replaceChildren(...next.map(option));
    status.hidden = next.length > 0;
    status.textContent = next.length > 0 ? '' : nothing;
    choose(0);
  }
  async function ask() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const query = input.value;
    try {
      const next = await findByName(query, signal);
      if (signal.aborted) return;
      answered = query;
      show(next, 'No rule, technique or page has this name.');
    } catch (error) {
      if (signal.aborted) return;
      console.warn('the palette has no answer', error);
      if (entries.length === 0) show([], 'The server did not answer. Try again.');
    }
  }
  return {
    ask: () => void ask(),
    stop: () => asking.abort(),
    choose,
    at: () => at,
    /** Before the answer, Enter is about what was typed, not about what is still listed. */
    goal: (): Goal => {
      const entry = answered === input.value ? entries[at] : undefined;
      return entry ? { href: entry.href } : { query: input.value };
    },
  };
}

function indexOf(target: EventTarget | null): number {
  const found = target instanceof Element ? target.closest('[role="option"]') : null;
  return found ? Number(found.id.replace('palette-', '')) : -1;
}

function inputFor(typed: string): HTMLInputElement {
  return element('input', {
    type: 'text',
    role: 'combobox',
    'aria-label': 'Rule, technique or page',
    'aria-expanded': 'true',
    'aria-controls': 'palette-list',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'Rule, technique or page',
    class: 'h-11 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint',
    value: typed,
  });
}

function option({ kind, name, detail }: PaletteEntry, index: number): HTMLElement {
  return element(
    'div',
    {
      id: `palette-${index}`,
      role: 'option',
      tabindex: '-1',
      class:
        'grid cursor-pointer grid-cols-[5.5rem_1fr_auto] gap-x-3 px-4 py-1.5 aria-selected:bg-accent-soft',
    },
    element('span', { class: 'eyebrow leading-5' }, kind),
    element('span', { class: 'truncate' }, strangerText(name, 'title')),
    element('span', { class: 'font-mono text-2xs text-faint leading-5' }, detail),
  );
}
