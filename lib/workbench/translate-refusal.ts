/** A request that gets no translation, for a reason that the client can act on. */
export class TranslateRefusal extends Error {
  override readonly name = 'TranslateRefusal';
  /** The HTTP status. */
  readonly status: number;
  /** Seconds after which it is worth trying again; null if the request itself is the reason. */
  readonly retryAfter: number | null;

  constructor(status: number, message: string, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/**
 * Whether an error is a refusal. Pages and routes are bundled apart and share one pool, so that the class
 * of an error may be the copy of another bundle.
 */
export function isTranslateRefusal(error: unknown): error is TranslateRefusal {
  return error instanceof Error && error.name === 'TranslateRefusal';
}

/** The refusal of a request that would wait about `waitMs` for its turn. */
export function busy(waitMs: number, reason = 'The translator is busy.'): TranslateRefusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new TranslateRefusal(503, `${reason} Try again in ${seconds} s.`, seconds);
}

/** The refusal of a request that ran for `milliseconds` without an end. */
export function tooSlow(milliseconds: number): TranslateRefusal {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return new TranslateRefusal(
    422,
    `The translation was stopped after ${seconds} s. Try a shorter rule or fewer events.`,
  );
}

/** The refusal of a request whose client no longer waits; nobody reads it. */
export function disconnected(): TranslateRefusal {
  return new TranslateRefusal(408, 'The client disconnected before the translation was done.');
}

/** The refusal of the request that a thread died of; null if it did not die for want of memory. */
export function outOfMemory(death: Error): TranslateRefusal | null {
  if ((death as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') return null;
  return new TranslateRefusal(
    422,
    'The translation needs more memory than one request may use. Try a shorter rule or fewer events.',
  );
}
