import type { Worker } from 'node:worker_threads';
import { createLane, type Lane } from './lane';
import type { PoolLimits } from './pool-limits';
import type { PoolThread } from './pool-thread';
import type { RequestSize } from './request-size';
import { Threads } from './threads';
import { busy, disconnected, outOfMemory, tooSlow } from './translate-refusal';
import type { WorkbenchRequest } from './types';

export interface Job {
  readonly request: WorkbenchRequest;
  readonly client: string;
  size: RequestSize;
  /** Nobody waits for it any more. */
  abandoned: boolean;
  /** One of the two is called, once. */
  readonly answer: (json: string) => void;
  readonly refuse: (error: Error) => void;
}

interface Run {
  readonly job: Job;
  readonly thread: PoolThread;
  readonly started: number;
  readonly timers: readonly NodeJS.Timeout[];
}

/** Gives waiting jobs to threads: one large one at a time, and small ones beside it. */
export class Scheduler {
  readonly lanes: Readonly<Record<RequestSize, Lane<Job>>>;
  readonly #limits: PoolLimits;
  readonly #onSlow: (client: string) => void;
  readonly #threads: Threads;
  readonly #runs = new Map<PoolThread, Run>();

  /** `onSlow` is called with the client of each job that runs longer than a small one may. */
  constructor(startWorker: () => Worker, limits: PoolLimits, onSlow: (client: string) => void) {
    this.#limits = limits;
    this.#onSlow = onSlow;
    this.lanes = { small: createLane(limits.smallRunMs / 10), large: createLane(limits.runMs / 2) };
    this.#threads = new Threads(startWorker, limits, {
      onIdle: () => this.schedule(),
      onReply: (thread, reply) => {
        const job = this.#end(thread);
        if ('json' in reply) job?.answer(reply.json);
        else job?.refuse(new Error(reply.failure));
        this.schedule();
      },
      onDeath: (thread, error) => {
        this.#end(thread)?.refuse(outOfMemory(error) ?? error);
        this.schedule();
      },
      onStartFailure: (error) => {
        for (const { queue } of Object.values(this.lanes)) {
          for (const job of queue.clear()) job.refuse(error);
        }
      },
    });
  }

  get hasStarted(): boolean {
    return this.#threads.hasStarted;
  }

  /** Milliseconds that a new job of this client is likely to wait. */
  wait(size: RequestSize, client: string): number {
    const full = this.#runs.size >= this.#limits.running;
    const before = size === 'large' ? this.#running('large') : full ? this.#running('small') : 0;
    return this.lanes[size].wait(client, before) + (full ? 0 : this.#threads.delay);
  }

  /** Starts what can start. */
  schedule(): void {
    for (let thread = this.#threads.take(); thread; thread = this.#threads.take()) {
      const job = this.#next();
      if (!job) {
        this.#threads.giveBack(thread);
        break;
      }
      this.#run(thread, job);
    }
    this.#threads.fill();
  }

  /** Frees the place of a job that nobody waits for. A small one at work is stopped only if it turns slow. */
  abandon(job: Job): void {
    job.abandoned = true;
    const run = this.#runOf(job);
    if (run && job.size === 'large') this.#stop(run, disconnected());
    if (!run && this.lanes[job.size].queue.remove(job.client, job)) job.refuse(disconnected());
  }

  /** Ends a job whose limit has passed, waiting or at work. */
  expire(job: Job): void {
    const run = this.#runOf(job);
    if (run) this.#stop(run, tooSlow(performance.now() - run.started));
    else this.refuseWaiting(job);
  }

  /** Refuses a job if it is still waiting. */
  refuseWaiting(job: Job): void {
    if (!this.lanes[job.size].queue.remove(job.client, job)) return;
    job.refuse(busy(this.wait(job.size, job.client)));
  }

  #running(size: RequestSize): number {
    return [...this.#runs.values()].filter(({ job }) => job.size === size).length;
  }

  #runOf(job: Job): Run | undefined {
    return [...this.#runs.values()].find((run) => run.job === job);
  }

  /** While both sizes wait, each gets a thread, and the small ones come first. */
  #next(): Job | undefined {
    if (this.#runs.size >= this.#limits.running) return undefined;
    const { small, large } = this.lanes;
    const largeTurn =
      this.#running('large') === 0 && (this.#running('small') > 0 || small.queue.size === 0);
    return (largeTurn ? large.queue.take() : undefined) ?? small.queue.take();
  }

  #run(thread: PoolThread, job: Job): void {
    const { runMs, smallRunMs } = this.#limits;
    const timers: NodeJS.Timeout[] = [];
    const run = { job, thread, timers, started: performance.now() };
    timers.push(setTimeout(() => this.#stop(run, tooSlow(runMs)), runMs));
    if (job.size === 'small') timers.push(setTimeout(() => this.#becomeLarge(run), smallRunMs));
    this.#runs.set(thread, run);
    thread.send(job.request);
  }

  /** The job that the thread had, which it has lost. */
  #end(thread: PoolThread): Job | undefined {
    const run = this.#runs.get(thread);
    if (!run) return undefined;
    this.#runs.delete(thread);
    for (const timer of run.timers) clearTimeout(timer);
    this.lanes[run.job.size].ran(performance.now() - run.started);
    return run.job;
  }

  #stop({ thread, job }: Run, reason: Error): void {
    this.#onSlow(job.client);
    this.#end(thread);
    this.#threads.stop(thread);
    job.refuse(reason);
    this.schedule();
  }

  /** The job runs on in the place of the large one. If that is taken, it waits for it, to start again. */
  #becomeLarge(run: Run): void {
    const { job, thread } = run;
    if (job.abandoned) {
      this.#stop(run, disconnected());
      return;
    }
    this.#onSlow(job.client);
    const taken = this.#running('large') > 0;
    job.size = 'large';
    if (taken) {
      this.#end(thread);
      this.#threads.stop(thread);
      this.lanes.large.queue.add(job.client, job);
    }
    this.schedule();
  }
}
