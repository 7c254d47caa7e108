/** How long a writer waits for another one, and for a connection. */
export const BUSY_TIMEOUT_MS = 30_000;

export const TRANSACTION_OPTIONS = { maxWait: BUSY_TIMEOUT_MS, timeout: 10 * 60_000 } as const;
