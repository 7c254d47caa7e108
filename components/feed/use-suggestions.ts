'use client';

import { type RefObject, useRef, useState } from 'react';
import type { Suggestion } from '@/lib/catalog/suggest';
import { wordAt } from './word-at';

const PAUSE_MS = 120;

/** Suggestions for the word at the cursor of a search field, and the index of the chosen one or -1. */
export function useSuggestions(input: RefObject<HTMLInputElement | null>) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const [at, setAt] = useState(-1);

  function close() {
    clearTimeout(timer.current);
    setSuggestions([]);
    setAt(-1);
  }

  /** Asks the server once typing pauses. */
  function request() {
    clearTimeout(timer.current);
    timer.current = setTimeout(async () => {
      const word = wordIn(input.current);
      if (word.text.length === 0) return close();
      const response = await fetch(`/api/suggest?${paramsFor(input.current, word)}`);
      if (document.activeElement !== input.current) return;
      setSuggestions(response.ok ? await response.json() : []);
      setAt(-1);
    }, PAUSE_MS);
  }

  /** Puts the suggestion in place of the word at the cursor. */
  function accept(suggestion: Suggestion) {
    const { current } = input;
    if (!current) return;
    const { start, end } = wordIn(current);
    current.setRangeText(suggestion.insert, start, end, 'end');
    close();
    current.focus();
    current.dispatchEvent(new Event('input', { bubbles: true }));
  }

  return { suggestions, at, setAt, close, request, accept };
}

/** The word, and the page's filters with the rest of the search, so that counts are of what comes up. */
function paramsFor(
  input: HTMLInputElement | null,
  { text, start, end }: ReturnType<typeof wordAt>,
): URLSearchParams {
  const params = new URLSearchParams(location.search);
  const value = input?.value ?? '';
  params.set('q', value.slice(0, start) + value.slice(end));
  params.set('word', text);
  return params;
}

function wordIn(input: HTMLInputElement | null) {
  const value = input?.value ?? '';
  return wordAt(value, input?.selectionStart ?? value.length);
}
