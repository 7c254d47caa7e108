'use client';

import { useEffect, useState } from 'react';
import type { TranslateAnswer } from '@/lib/workbench/types';
import { PAUSE_MS } from './limits';
import { postPatiently } from './post-to-server';

export interface TranslationState {
  readonly answer: TranslateAnswer | null;
  /** Why there is no answer, unless the server was only busy. */
  readonly error: string | null;
  /** The server is busy: the seconds until it is asked again; `given-up` once it was asked often enough. */
  readonly retry: number | 'given-up' | null;
  readonly busy: boolean;
}

const NOTHING: TranslationState = { answer: null, error: null, retry: null, busy: false };

/**
 * The server's answer for the current texts, requested whenever typing pauses, and again when a busy
 * server said to. `askNow` does not wait for that.
 */
export function useTranslation(
  rule: string,
  events: string,
): TranslationState & { readonly askNow: () => void } {
  const [state, setState] = useState(NOTHING);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks the same question again
  useEffect(() => {
    if (rule.trim() === '') {
      setState(NOTHING);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(ask, PAUSE_MS);

    async function ask() {
      setState((before) => ({ ...before, busy: true }));
      const result = await postPatiently<TranslateAnswer>(
        '/api/translate',
        { rule, events },
        abort.signal,
        (seconds) => setState((before) => ({ ...before, error: null, retry: seconds })),
      ).catch(() => null);
      if (result === null || abort.signal.aborted) return;
      if ('answer' in result) {
        setState({ ...NOTHING, answer: result.answer });
        return;
      }
      const isBusy = result.retryAfter !== null;
      setState(({ answer }) => ({
        answer,
        error: isBusy ? null : result.error,
        retry: isBusy ? 'given-up' : null,
        busy: false,
      }));
    }
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [rule, events, turn]);

  return { ...state, askNow: () => setTurn(turn + 1) };
}
