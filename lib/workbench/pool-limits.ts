/** Bounds of the pool; times in milliseconds. */
export interface PoolLimits {
  /** Threads, including a spare that takes over when another is stopped. */
  readonly threads: number;
  /** Requests at work at once; of these, one large. */
  readonly running: number;
  /** Requests of one size that wait, of all clients and of each. */
  readonly waiting: number;
  readonly waitingPerClient: number;
  /** From the request's arrival to its answer, waiting included. */
  readonly answerMs: number;
  /** The same, until a thread has started for the first time. */
  readonly firstAnswerMs: number;
  /** A request that would wait longer is refused at once; one that does wait longer, then. */
  readonly smallWaitMs: number;
  readonly largeWaitMs: number;
  /** A small request that runs longer counts as large from then on, and so do its client's next ones. */
  readonly smallRunMs: number;
  readonly runMs: number;
  /** How long a client's requests count as large after one that ran too long. */
  readonly slowClientMs: number;
  /** A thread that takes longer to start is given up. */
  readonly startMs: number;
}

export const LIMITS: PoolLimits = {
  threads: 3,
  running: 2,
  waiting: 16,
  waitingPerClient: 4,
  answerMs: 12_000,
  firstAnswerMs: 30_000,
  smallWaitMs: 1_500,
  largeWaitMs: 6_000,
  smallRunMs: 1_000,
  runMs: 4_000,
  slowClientMs: 30_000,
  startMs: 60_000,
};
