'use client';

import { useEffect, useState } from 'react';
import type { TranslateAnswer } from '@/lib/workbench/types';
import { PAUSE_MS } from './limits';
import { postToServer } from './post-to-server';

const ATTEMPTS = 3;

export interface TranslationState {
  readonly answer: TranslateAnswer | null;
  readonly error: string | null;
  readonly busy: boolean;
}

const NOTHING: TranslationState = { answer: null, error: null, busy: false };

/**
 * The server's answer for the current texts, requested whenever typing pauses, and again when a busy
 * server said to.
 */
export function useTranslation(rule: string, events: string): TranslationState {
  const [state, setState] = useState(NOTHING);

  useEffect(() => {
    if (rule.trim() === '') {
      setState(NOTHING);
      return;
    }
    const abort = new AbortController();
    let timer = setTimeout(() => ask(1), PAUSE_MS);

    async function ask(attempt: number) {
      setState((before) => ({ ...before, busy: true }));
      const result = await postToServer<TranslateAnswer>(
        '/api/translate',
        { rule, events },
        abort.signal,
      ).catch(() => null);
      if (result === null || abort.signal.aborted) return;
      if ('answer' in result) {
        setState({ answer: result.answer, error: null, busy: false });
        return;
      }
      const { error, retryAfter } = result;
      const again = retryAfter !== null && attempt < ATTEMPTS;
      setState((before) => ({ ...before, error, busy: again }));
      if (again) timer = setTimeout(() => ask(attempt + 1), retryAfter * 1000);
    }
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [rule, events]);

  return state;
}
