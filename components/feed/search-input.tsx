'use client';

import { type KeyboardEvent, useRef, useState } from 'react';

export interface Suggestion {
  /** Takes the place of the word that is being typed. */
  readonly insert: string;
  readonly detail: string;
}

const PAUSE_MS = 120;

/** The search field with suggestions for the word at the cursor: fields, then their values. */
export function SearchInput({ q, describedBy }: { q: string; describedBy?: string }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const [at, setAt] = useState(-1);

  const close = () => {
    clearTimeout(timer.current);
    setSuggestions([]);
    setAt(-1);
  };

  function ask() {
    clearTimeout(timer.current);
    timer.current = setTimeout(async () => {
      const word = wordAt(input.current);
      if (word.text.length === 0) return close();
      const response = await fetch(`/api/suggest?word=${encodeURIComponent(word.text)}`);
      setSuggestions(response.ok ? await response.json() : []);
      setAt(-1);
    }, PAUSE_MS);
  }

  function take(suggestion: Suggestion) {
    const { current } = input;
    if (!current) return;
    const { start, end } = wordAt(current);
    current.setRangeText(suggestion.insert, start, end, 'end');
    close();
    current.focus();
    current.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function onKeyDown(event: KeyboardEvent) {
    const open = suggestions.length > 0;
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((now) => Math.max(-1, Math.min(suggestions.length - 1, now + step)));
    } else if (event.key === 'Enter') {
      const suggestion = suggestions[at];
      if (suggestion) {
        event.preventDefault();
        take(suggestion);
      } else close();
    }
  }

  return (
    <div className="relative min-w-0 flex-1">
      <input
        ref={input}
        type="search"
        name="q"
        role="combobox"
        aria-label="Search rules"
        aria-expanded={suggestions.length > 0}
        aria-controls="search-suggestions"
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `suggestion-${at}` : undefined}
        aria-describedby={describedBy}
        autoComplete="off"
        spellCheck={false}
        placeholder='powershell technique:T1059 table:SecurityEvent -"scheduled task"'
        className="field w-full"
        defaultValue={q}
        onInput={ask}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div
        id="search-suggestions"
        role="listbox"
        aria-label="Suggestions"
        hidden={suggestions.length === 0}
        className="absolute inset-x-0 top-full z-10 mt-1 rounded-md border border-edge bg-ground py-1"
      >
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
          <div
            key={suggestion.insert}
            id={`suggestion-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className="flex cursor-pointer gap-3 px-2.5 py-0.5 aria-selected:bg-accent-soft hover:bg-raised"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(suggestion)}
          >
            <code className="text-xs leading-5">{suggestion.insert.trim()}</code>
            <span className="truncate text-faint text-xs leading-5">{suggestion.detail}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The word around the cursor; a quoted value belongs to it. */
function wordAt(input: HTMLInputElement | null): { text: string; start: number; end: number } {
  const value = input?.value ?? '';
  const cursor = input?.selectionStart ?? value.length;
  for (const match of value.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const end = match.index + match[0].length;
    if (match.index <= cursor && cursor <= end) return { text: match[0], start: match.index, end };
  }
  return { text: '', start: cursor, end: cursor };
}
