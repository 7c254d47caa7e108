import type { TranslateAnswer } from '@/lib/workbench/types';

export type TranslationResult =
  | { readonly answer: TranslateAnswer }
  /** `retryAfter`: seconds until the server has room again; null if trying again is no use. */
  | { readonly error: string; readonly retryAfter: number | null };

/** Asks the server for a translation. Throws only if `signal` aborts. */
export async function requestTranslation(
  rule: string,
  events: string,
  signal: AbortSignal,
): Promise<TranslationResult> {
  try {
    const response = await fetch('/api/translate', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ rule, events }),
      signal,
    });
    const body = (await response.json()) as TranslateAnswer & { error?: string };
    if (response.ok) return { answer: body };
    return {
      error: body.error ?? `The server answered ${response.status}. Try again.`,
      retryAfter: Number(response.headers.get('Retry-After')) || null,
    };
  } catch (error) {
    if (signal.aborted) throw error;
    return { error: 'The server did not answer. Try again.', retryAfter: null };
  }
}
