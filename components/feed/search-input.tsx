'use client';

import { type KeyboardEvent, useRef } from 'react';
import { StrangerText } from '@/components/ui/stranger-text';
import type { Suggestion } from '@/lib/catalog/suggest';
import { useSuggestions } from './use-suggestions';

/** The search field, with suggestions for the word at the cursor: first fields, then their values. */
export function SearchInput({ q, describedBy }: { q: string; describedBy?: string }) {
  const input = useRef<HTMLInputElement>(null);
  const { suggestions, at, setAt, close, request, accept } = useSuggestions(input);
  const open = suggestions.length > 0;

  function onKeyDown(event: KeyboardEvent) {
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((now) => Math.max(-1, Math.min(suggestions.length - 1, now + step)));
    } else if (event.key === 'Enter') {
      const suggestion = suggestions[at];
      if (suggestion) {
        event.preventDefault();
        accept(suggestion);
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
        aria-expanded={open}
        aria-controls="search-suggestions"
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `suggestion-${at}` : undefined}
        aria-describedby={describedBy}
        autoComplete="off"
        spellCheck={false}
        placeholder='powershell technique:T1059 table:SecurityEvent -"scheduled task"'
        className="field w-full"
        defaultValue={q}
        onInput={request}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <SuggestionList suggestions={suggestions} at={at} onAccept={accept} />
    </div>
  );
}

function SuggestionList({
  suggestions,
  at,
  onAccept,
}: {
  suggestions: readonly Suggestion[];
  at: number;
  onAccept: (suggestion: Suggestion) => void;
}) {
  return (
    <div
      id="search-suggestions"
      role="listbox"
      aria-label="Suggestions"
      hidden={suggestions.length === 0}
      className="absolute inset-x-0 top-full z-10 mt-1 rounded-md border border-edge bg-ground py-1"
    >
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys
        <div
          key={suggestion.insert}
          id={`suggestion-${index}`}
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          className="flex cursor-pointer gap-3 px-2.5 py-0.5 aria-selected:bg-accent-soft hover:bg-raised"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onAccept(suggestion)}
        >
          <code className="text-xs leading-5">
            <StrangerText text={suggestion.insert.trim()} kind="value" />
          </code>
          <span className="truncate text-faint text-xs leading-5">
            <StrangerText text={suggestion.detail} kind="value" />
          </span>
        </div>
      ))}
    </div>
  );
}
