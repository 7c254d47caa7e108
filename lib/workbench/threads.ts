import type { Worker } from 'node:worker_threads';
import type { PoolLimits } from './pool-limits';
import { followWorker, type PoolThread, type ThreadReply } from './pool-thread';

export interface ThreadsEvents {
  /** A thread became idle, because it has started. */
  onIdle(): void;
  /** A thread answered, and is idle again. */
  onReply(thread: PoolThread, reply: ThreadReply): void;
  /** A thread that was idle or at work died. */
  onDeath(thread: PoolThread, error: Error): void;
  /** No thread is left, and the one that was starting failed. */
  onStartFailure(error: Error): void;
}

/** Threads that are starting, idle or at work. At most one starts at a time, since that keeps a core busy. */
export class Threads {
  readonly #startWorker: () => Worker;
  readonly #limits: Pick<PoolLimits, 'threads' | 'startMs'>;
  readonly #events: ThreadsEvents;
  readonly #idle: PoolThread[] = [];
  readonly #atWork = new Set<PoolThread>();
  #starting: { readonly since: number; readonly timer: NodeJS.Timeout } | null = null;
  /** Milliseconds that the latest start took. */
  #lastStart: number | null = null;

  constructor(
    startWorker: () => Worker,
    limits: Pick<PoolLimits, 'threads' | 'startMs'>,
    events: ThreadsEvents,
  ) {
    this.#startWorker = startWorker;
    this.#limits = limits;
    this.#events = events;
  }

  get hasStarted(): boolean {
    return this.#lastStart !== null;
  }

  /** Milliseconds until a thread is idle that now starts; 0 if one is idle. */
  get delay(): number {
    if (this.#idle.length > 0) return 0;
    const passed = this.#starting ? performance.now() - this.#starting.since : 0;
    // A start that takes longer than the last one is not over yet.
    return Math.max((this.#lastStart ?? 0) - passed, 100);
  }

  /** An idle thread, which counts as at work until it replies, dies or is stopped. */
  take(): PoolThread | undefined {
    const thread = this.#idle.pop();
    if (thread) this.#atWork.add(thread);
    return thread;
  }

  /** Gives back what `take` gave, unused. */
  giveBack(thread: PoolThread): void {
    this.#atWork.delete(thread);
    this.#idle.push(thread);
  }

  stop(thread: PoolThread): void {
    this.#atWork.delete(thread);
    thread.stop();
  }

  /** Starts a thread if one is missing. */
  fill(): void {
    const alive = this.#idle.length + this.#atWork.size;
    if (this.#starting || alive >= this.#limits.threads) return;
    const since = performance.now();
    const starting = followWorker(this.#startWorker(), {
      onReady: (thread) => {
        this.#endStart();
        this.#lastStart = performance.now() - since;
        this.#idle.push(thread);
        this.#events.onIdle();
      },
      onReply: (thread, reply) => {
        this.giveBack(thread);
        this.#events.onReply(thread, reply);
      },
      onDeath: (thread, error) => this.#lose(thread, error),
    });
    const { startMs } = this.#limits;
    const timer = setTimeout(() => {
      starting.stop();
      this.#lose(starting, new Error(`No translating thread started within ${startMs / 1000} s.`));
    }, startMs);
    timer.unref();
    this.#starting = { since, timer };
  }

  #endStart(): void {
    clearTimeout(this.#starting?.timer);
    this.#starting = null;
  }

  #lose(thread: PoolThread, error: Error): void {
    const place = this.#idle.indexOf(thread);
    if (place >= 0) this.#idle.splice(place, 1);
    else if (!this.#atWork.delete(thread)) {
      this.#endStart();
      if (this.#idle.length + this.#atWork.size === 0) this.#events.onStartFailure(error);
      return;
    }
    this.#events.onDeath(thread, error);
  }
}
