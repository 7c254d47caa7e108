import { element, strangerText } from '@/components/behaviour/element';
import { siteAddress } from '@/components/ui/site-address';
import type { Suggestion } from '@/lib/catalog/suggest';
import { wordAt } from './word-at';

const PAUSE_MS = 120;
const INPUT = '[aria-controls="search-suggestions"]';

/** Suggests completions for the word at the cursor of the search field: first fields, then their values. */
export function suggestWords(): void {
  let timer: ReturnType<typeof setTimeout>;
  let suggestions: readonly Suggestion[] = [];
  /** The index of the chosen one, or -1. */
  let at = -1;

  function show(input: HTMLInputElement, next: readonly Suggestion[], chosen = -1) {
    [suggestions, at] = [next, chosen];
    input.setAttribute('aria-expanded', String(next.length > 0));
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `suggestion-${at}`);
    const list = listOf(input);
    if (!list) return;
    list.hidden = next.length === 0;
    list.replaceChildren(...next.map((each, index) => option(each, index, index === at)));
  }
  function close(input: HTMLInputElement) {
    clearTimeout(timer);
    if (suggestions.length > 0) show(input, []);
  }
  /** Asks the server once typing pauses. */
  function request(input: HTMLInputElement) {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const word = wordIn(input);
      if (word.text.length === 0) return close(input);
      const response = await fetch(siteAddress(`/api/suggest?${paramsFor(input, word)}`));
      if (document.activeElement !== input) return;
      show(input, response.ok ? await response.json() : []);
    }, PAUSE_MS);
  }
  /** Puts the suggestion in place of the word at the cursor. */
  function accept(input: HTMLInputElement, { insert }: Suggestion) {
    const { start, end } = wordIn(input);
    input.setRangeText(insert, start, end, 'end');
    close(input);
    input.focus();
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  document.addEventListener('input', ({ target }) => {
    if (isBox(target)) request(target);
  });
  document.addEventListener('focusout', ({ target }) => {
    if (isBox(target)) close(target);
  });
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (!isBox(target)) return;
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    const suggestion = suggestions[at];
    if (step !== 0 && suggestions.length > 0) {
      event.preventDefault();
      show(target, suggestions, Math.max(-1, Math.min(suggestions.length - 1, at + step)));
    } else if (key === 'Enter' && suggestion) {
      event.preventDefault();
      accept(target, suggestion);
    } else if (key === 'Enter') close(target);
  });
  // The field keeps the focus while a suggestion is clicked.
  document.addEventListener('mousedown', (event) => {
    if (optionAt(event.target)) event.preventDefault();
  });
  document.addEventListener('click', ({ target }) => {
    const clicked = optionAt(target);
    const input = document.querySelector(INPUT);
    const suggestion = suggestions[Number(clicked?.dataset.at ?? -1)];
    if (suggestion && isBox(input)) accept(input, suggestion);
  });
}

const isBox = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && target.matches(INPUT);

const listOf = (input: HTMLInputElement) =>
  document.getElementById(input.getAttribute('aria-controls') ?? '');

const optionAt = (target: EventTarget | null) =>
  target instanceof Element
    ? target.closest<HTMLElement>('#search-suggestions > [role="option"]')
    : null;

function option({ insert, detail }: Suggestion, index: number, isChosen: boolean): HTMLElement {
  return element(
    'div',
    {
      id: `suggestion-${index}`,
      role: 'option',
      'aria-selected': String(isChosen),
      tabindex: '-1',
      'data-at': String(index),
      class: 'flex cursor-pointer gap-3 px-2.5 py-0.5 aria-selected:bg-accent-soft hover:bg-raised',
    },
    element('code', { class: 'text-xs leading-5' }, strangerText(insert.trim(), 'value')),
    element(
      'span',
      { class: 'truncate text-faint text-xs leading-5' },
      strangerText(detail, 'value'),
    ),
  );
}

/** The word, and the page's filters with the rest of the search, so that counts are of what comes up. */
function paramsFor(
  { value }: HTMLInputElement,
  { text, start, end }: ReturnType<typeof wordAt>,
): URLSearchParams {
  const params = new URLSearchParams(location.search);
  params.set('q', value.slice(0, start) + value.slice(end));
  params.set('word', text);
  return params;
}

function wordIn({ value, selectionStart }: HTMLInputElement) {
  return wordAt(value, selectionStart ?? value.length);
}
