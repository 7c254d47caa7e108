'use client';

import { useEffect, useState } from 'react';
import type { TranslateAnswer } from '@/lib/workbench/types';

const PAUSE_MS = 350;

export interface TranslationState {
  readonly answer: TranslateAnswer | null;
  readonly error: string | null;
  readonly busy: boolean;
}

/** The server's answer for the current texts, requested whenever typing pauses. */
export function useTranslation(rule: string, events: string): TranslationState {
  const [state, setState] = useState<TranslationState>({ answer: null, error: null, busy: false });

  useEffect(() => {
    if (rule.trim() === '') {
      setState({ answer: null, error: null, busy: false });
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      setState((before) => ({ ...before, busy: true }));
      try {
        const response = await fetch('/api/translate', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ rule, events }),
          signal: abort.signal,
        });
        const body = (await response.json()) as TranslateAnswer & { error?: string };
        if (response.ok) setState({ answer: body, error: null, busy: false });
        else
          setState((before) => ({
            ...before,
            error: body.error ?? `The server answered ${response.status}. Try again.`,
            busy: false,
          }));
      } catch {
        if (abort.signal.aborted) return;
        setState((before) => ({
          ...before,
          error: 'The server did not answer. Try again.',
          busy: false,
        }));
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [rule, events]);

  return state;
}
