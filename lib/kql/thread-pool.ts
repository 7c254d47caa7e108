import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askThread, type PoolThread, startThread, type TaskResult } from './pool-thread';

/**
 * Works in threads, which start with the first tasks, or with `start`, and stay until `close`. A task that takes too long,
 * or that ends its thread, is stopped alone: another thread takes the place and goes on with the rest.
 */
export interface ThreadPool<Task, Answer> {
  /** Starts all threads, for tasks that come later. */
  start(): void;
  /** What became of each task, in their order. An abort ends the threads at once, and throws its reason. */
  ask(
    tasks: readonly Task[],
    options?: {
      readonly onDone?: (done: number, total: number) => void;
      readonly signal?: AbortSignal;
    },
  ): Promise<TaskResult<Answer>[]>;
  close(): Promise<void>;
}

export interface ThreadPoolOptions<Task> {
  /** The thread's module, a path below lib/. It answers tasks by `serveTasks`. */
  readonly module: string;
  readonly workerData: unknown;
  readonly batch: number;
  readonly threads: number;
  /** The most milliseconds that each step of a task may take (20,000). */
  readonly limitMs?: number;
  /** Turns a batch into a message, if it holds values that structured clone cannot carry. */
  readonly encode?: (batch: readonly Task[]) => unknown;
}

/** The slowest step of SigmaHQ's rules takes under a tenth of this on one core. */
export const TASK_LIMIT_MS = 20_000;

// Microsoft's parser makes many short-lived objects; with V8's default a tenth more time goes into
// moving those that live just a little longer.
const YOUNG_GENERATION_MB = 192;
const OLD_GENERATION_MB = 2048;

export function createThreadPool<Task, Answer>(
  options: ThreadPoolOptions<Task>,
): ThreadPool<Task, Answer> {
  const { batch, threads, limitMs = TASK_LIMIT_MS, encode = (tasks) => tasks } = options;
  /** A place for each thread: null before its start, and after a task ended it. */
  const places: (PoolThread | null)[] = Array.from({ length: Math.max(1, threads) }, () => null);
  const threadAt = (place: number): PoolThread => {
    const thread = places[place] ?? startPoolThread(options);
    places[place] = thread;
    return thread;
  };
  const wantedFor = (tasks: number): number => Math.min(places.length, Math.ceil(tasks / batch));
  const close = async (): Promise<void> => {
    const started = places.splice(0, places.length, ...places.map(() => null));
    await Promise.all(started.map((thread) => thread?.worker.terminate()));
  };

  return {
    start: () => {
      for (const place of places.keys()) threadAt(place);
    },
    close,
    async ask(tasks, { onDone, signal } = {}) {
      signal?.throwIfAborted();
      const results: TaskResult<Answer>[] = [];
      let at = 0;
      let done = 0;
      let over = false;
      const work = async (place: number, start: number, some: readonly Task[]): Promise<void> => {
        let next = 0;
        while (next < some.length && !over) {
          const { worker, ready } = threadAt(place);
          await ready;
          if (over) return;
          const rest = some.slice(next);
          const alive = await askThread<Answer>(
            worker,
            encode(rest),
            rest.length,
            limitMs,
            (result) => {
              if (over) return;
              results[start + next++] = result;
              onDone?.(++done, tasks.length);
            },
          );
          if (!alive) places[place] = null;
        }
      };
      const drain = async (place: number): Promise<void> => {
        while (at < tasks.length && !over) {
          const start = at;
          at = Math.min(at + batch, tasks.length);
          await work(place, start, tasks.slice(start, at));
        }
      };
      const drains = Promise.all(
        Array.from({ length: wantedFor(tasks.length) }, (_, place) => drain(place)),
      );
      try {
        await Promise.race([drains, whenAborted(signal)]);
      } catch (error) {
        over = true;
        await close();
        // It ends with its threads; the first error is the one to throw.
        await drains.catch(() => {});
        throw error;
      }
      return results;
    },
  };
}

/** Rejects with the signal's reason when it aborts, and never resolves. */
function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function startPoolThread({ module, workerData }: ThreadPoolOptions<never>): PoolThread {
  return startThread(fileBelowLib('kql/thread.mjs'), {
    workerData: { module: fileBelowLib(module), data: workerData },
    execArgv: [],
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      maxOldGenerationSizeMb: OLD_GENERATION_MB,
    },
  });
}

/** A file of lib/: beside this one's folder, or, if this one is bundled, under the working directory. */
function fileBelowLib(path: string): string {
  const places = [join(fileURLToPath(import.meta.url), '../..'), join(process.cwd(), 'lib')];
  const misses: unknown[] = [];
  for (const place of places) {
    try {
      return createRequire(join(place, 'any.js')).resolve(`./${path}`);
    } catch (error) {
      misses.push(error);
    }
  }
  throw new AggregateError(misses, `no ${path} in ${places.join(' or ')}`);
}
