import { createFairQueue, type FairQueue } from './fair-queue';

/** Requests of one size that wait, and how long one of them runs. */
export interface Lane<Job> {
  readonly queue: FairQueue<Job>;
  /** Records how long a request ran, in milliseconds. */
  ran(milliseconds: number): void;
  /** Milliseconds that a new request of this client would wait for those before it. */
  wait(client: string, running: number): number;
}

/** How much the latest request counts for the mean. */
const WEIGHT = 0.3;

/** An empty lane. `firstGuess` is the mean in milliseconds until requests have run. */
export function createLane<Job>(firstGuess: number): Lane<Job> {
  const queue = createFairQueue<Job>();
  let mean = firstGuess;
  return {
    queue,
    ran(milliseconds) {
      mean += WEIGHT * (milliseconds - mean);
    },
    wait: (client, running) => (queue.ahead(client) + running) * mean,
  };
}
