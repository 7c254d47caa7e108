import { siteAddress } from '@/components/ui/site-address';

/** How often a question is asked while the server is busy. */
const ATTEMPTS = 5;

export type ServerAnswer<Answer> =
  | { readonly answer: Answer }
  /** `retryAfter`: seconds until the server has room again; null if trying again is no use. */
  | { readonly error: string; readonly retryAfter: number | null };

/** Posts a question as JSON. Throws only if `signal` aborts. */
async function postToServer<Answer>(
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

/**
 * Posts a question, and again for a while when a busy server said to; `onWait` hears how many seconds each
 * wait takes. Throws only if `signal` aborts.
 */
export async function postPatiently<Answer>(
  address: string,
  question: object,
  signal: AbortSignal,
  onWait: (seconds: number) => void = () => {},
): Promise<ServerAnswer<Answer>> {
  for (let attempt = 1; ; attempt++) {
    const result = await postToServer<Answer>(address, question, signal);
    if ('answer' in result || result.retryAfter === null || attempt === ATTEMPTS) return result;
    onWait(result.retryAfter);
    await pause(result.retryAfter * 1000, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
