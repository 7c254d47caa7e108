/** Who asks, as a transport knows it. */
export interface McpCaller {
  /** For whom a translation counts, so that clients share the threads fairly. */
  readonly client: string;
  /** Where this catalog's pages are: the beginning of the links in answers. */
  readonly origin: string;
}

/** The same, for one call. */
export interface Asking extends McpCaller {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}
