export type FailureKind =
  /** Too many requests, or the server has trouble: later it may work. */
  | 'busy'
  /** The server cannot be reached. */
  | 'unreachable'
  /** It does not answer in time. */
  | 'late'
  /** An answer that is not of the form that was asked for, or is cut off. */
  | 'malformed'
  /** The model will not write of this rule. */
  | 'refused'
  /** The server does not take this request. */
  | 'rejected'
  /** The server will take no request: wrong key, wrong address, unknown model. */
  | 'denied';

/** Tokens that a request took, as the server counts them; null if it does not say. */
export interface Usage {
  readonly input: number | null;
  readonly output: number | null;
}

export const NO_USAGE: Usage = { input: null, output: null };

/** A request without a usable answer. The message holds neither the key nor an address with secrets. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';

  readonly kind: FailureKind;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | null;
  /** Null if the server does not say what the request took. */
  readonly usage: Usage | null;

  constructor(
    kind: FailureKind,
    message: string,
    more: { readonly retryAfter?: number | null; readonly usage?: Usage } = {},
  ) {
    super(message);
    this.kind = kind;
    this.retryAfter = more.retryAfter ?? null;
    this.usage = more.usage ?? null;
  }
}
