import type { Worker } from 'node:worker_threads';
import { LIMITS, type PoolLimits } from './pool-limits';
import { MAX_SMALL_BYTES, type RequestSize, requestSize } from './request-size';
import { type Job, Scheduler } from './scheduler';
import { createSlowClients } from './slow-clients';
import { busy, disconnected, type TranslateRefusal } from './translate-refusal';
import type { WorkbenchRequest } from './types';

/** Who asks, and whether they still wait. */
export interface Caller {
  readonly client: string;
  readonly signal?: AbortSignal;
}

/** Translates in threads, fairly between clients, each request within a limit that includes its waiting. */
export interface TranslatePool {
  /**
   * The answer of the workbench as JSON. Rejects with a TranslateRefusal when busy, out of time or
   * out of memory.
   */
  translate(request: WorkbenchRequest, caller: Caller): Promise<string>;
  /** Throws the refusal that a request of this many bytes would get now, before its body is read. */
  admit(bytes: number, client: string): void;
  /** Starts a thread before the first request, because it takes seconds to load. */
  warm(): void;
}

/** A pool over workers of `startWorker`, which keep to the protocol of `followWorker`. */
export function createTranslatePool(
  startWorker: () => Worker,
  limits: PoolLimits = LIMITS,
): TranslatePool {
  const slow = createSlowClients(limits.slowClientMs);
  const scheduler = new Scheduler(startWorker, limits, (client) => slow.add(client));

  const longestWait = (size: RequestSize): number => {
    if (!scheduler.hasStarted) return limits.firstAnswerMs;
    return size === 'small' ? limits.smallWaitMs : limits.largeWaitMs;
  };

  function refusalOf(size: RequestSize, client: string): TranslateRefusal | null {
    const { queue } = scheduler.lanes[size];
    const wait = scheduler.wait(size, client);
    if (queue.sizeOf(client) >= limits.waitingPerClient) {
      return busy(wait, `${limits.waitingPerClient} translations of yours are waiting.`);
    }
    return wait > longestWait(size) || queue.size >= limits.waiting ? busy(wait) : null;
  }

  function admit(size: RequestSize, client: string): void {
    const refusal = refusalOf(size, client);
    if (refusal) throw refusal;
  }

  return {
    warm: () => scheduler.schedule(),
    admit: (bytes, client) =>
      admit(slow.has(client) || bytes > MAX_SMALL_BYTES ? 'large' : 'small', client),
    async translate(request, { client, signal }) {
      if (signal?.aborted) throw disconnected();
      const size = slow.has(client) ? 'large' : requestSize(request);
      admit(size, client);
      return new Promise<string>((resolve, reject) => {
        const settle = (finish: () => void) => {
          for (const timer of timers) clearTimeout(timer);
          signal?.removeEventListener('abort', abandon);
          finish();
        };
        const job: Job = {
          request,
          client,
          size,
          abandoned: false,
          answer: (json) => settle(() => resolve(json)),
          refuse: (error) => settle(() => reject(error)),
        };
        const abandon = () => scheduler.abandon(job);
        const limit = scheduler.hasStarted ? limits.answerMs : limits.firstAnswerMs;
        const timers = [
          setTimeout(() => scheduler.refuseWaiting(job), longestWait(size)),
          setTimeout(() => scheduler.expire(job), limit),
        ];
        signal?.addEventListener('abort', abandon);
        scheduler.lanes[size].queue.add(client, job);
        scheduler.schedule();
      });
    },
  };
}
