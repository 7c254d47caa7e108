import { siteAddress } from '@/components/ui/site-address';
export type ServerAnswer<Answer> =
  | { readonly answer: Answer }
  /** `retryAfter`: seconds until the server has room again; null if trying again is no use. */
  | { readonly error: string; readonly retryAfter: number | null };

/** Posts a question as JSON. Throws only if `signal` aborts. */
export async function postToServer<Answer>(
  address: string,
  question: object,
  signal?: AbortSignal,
): Promise<ServerAnswer<Answer>> {
  try {
    const response = await fetch(siteAddress(address), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(question),
      signal,
    });
    const body = (await response.json()) as Answer & { error?: string };
    if (response.ok) return { answer: body };
    return {
      error: body.error ?? `The server answered ${response.status}. Try again.`,
      retryAfter: Number(response.headers.get('Retry-After')) || null,
    };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { error: 'The server did not answer. Try again.', retryAfter: null };
  }
}
