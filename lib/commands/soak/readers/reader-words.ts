import type { Spread } from '@/lib/tooling/figures/spread';

/** The message to the process with the readers. */
export interface ReadersTask {
  readonly port: number;
  readonly paths: readonly string[];
  readonly readers: number;
  readonly seconds: number;
  readonly seed: number;
}

/** What came of their requests. */
export interface ReadersFigures {
  readonly requests: number;
  /** Failed requests, by what was wrong. */
  readonly failures: Readonly<Record<string, number>>;
  /** Milliseconds until the whole answer was there. */
  readonly times: Spread;
  readonly slowest: number;
}
