import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Works in threads, which start with the first tasks and stay until `close`. */
export interface ThreadPool<Task, Answer> {
  /** The answer to each task, in order. After an abort, the running tasks finish, and this throws. */
  ask(
    tasks: readonly Task[],
    options?: {
      readonly onDone?: (done: number, total: number) => void;
      readonly signal?: AbortSignal;
    },
  ): Promise<Answer[]>;
  close(): Promise<void>;
}

export interface ThreadPoolOptions<Task> {
  /** The thread's module, a path below lib/. It answers each message, a batch, with as many answers. */
  readonly module: string;
  readonly workerData: unknown;
  readonly batch: number;
  readonly threads: number;
  /** Turns a batch into a message, if it holds values that structured clone cannot carry. */
  readonly encode?: (batch: readonly Task[]) => unknown;
}

// Microsoft's parser makes many short-lived objects; with V8's default a tenth more time goes into
// moving those that live just a little longer.
const YOUNG_GENERATION_MB = 192;

export function createThreadPool<Task, Answer>(
  options: ThreadPoolOptions<Task>,
): ThreadPool<Task, Answer> {
  const { batch, threads, encode = (tasks) => tasks } = options;
  const workers: Worker[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  };
  return {
    close,
    async ask(tasks, { onDone, signal } = {}) {
      const answers: Answer[] = [];
      const wanted = Math.min(Math.max(1, threads), Math.ceil(tasks.length / batch));
      while (workers.length < wanted) workers.push(startWorker(options));
      let at = 0;
      let done = 0;
      const drain = async (worker: Worker): Promise<void> => {
        while (at < tasks.length) {
          signal?.throwIfAborted();
          const start = at;
          const some = tasks.slice(start, start + batch);
          at += some.length;
          const found = await askWorker<Answer>(worker, encode(some));
          if (found.length !== some.length) {
            throw new Error(`${options.module} answered ${found.length} of ${some.length} tasks`);
          }
          for (const [place, answer] of found.entries()) answers[start + place] = answer;
          done += some.length;
          onDone?.(done, tasks.length);
        }
      };
      try {
        await Promise.all(workers.slice(0, wanted).map(drain));
      } catch (error) {
        await close();
        throw error;
      }
      return answers;
    },
  };
}

function startWorker({ module, workerData }: ThreadPoolOptions<never>): Worker {
  return new Worker(fileBelowLib('kql/thread.mjs'), {
    workerData: { module: fileBelowLib(module), data: workerData },
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
}

// Remove only the listeners added here: the worker has its own, without which no message
// arrives.
function askWorker<Answer>(worker: Worker, message: unknown): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const onMessage = (answers: Answer[]) => settle(() => resolve(answers));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`a worker thread exited with code ${code}`)));
    const settle = (finish: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      finish();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(message);
  });
}

/** A file of lib/: beside this one's folder, or, if this one is bundled, under the working directory. */
function fileBelowLib(path: string): string {
  const places = [fileURLToPath(new URL('..', import.meta.url)), join(process.cwd(), 'lib')];
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
