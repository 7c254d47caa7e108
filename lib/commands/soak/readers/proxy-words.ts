/** The first message to the proxy. */
export interface ProxyTask {
  /** The ports of the instances. */
  readonly instances: readonly number[];
}

/** What it tells. */
export type ProxyWord =
  | { readonly port: number }
  /** An instance no longer answers, or answers again. */
  | { readonly instance: number; readonly is: 'down' | 'up' };

/** What it counts, by instance. */
export interface ProxyCounts {
  readonly answered: number;
  /** Asked the other instance, because this one closed the connection before it began to answer. */
  readonly askedAgain: number;
  /** Broke off in the middle of an answer. */
  readonly cut: number;
}
