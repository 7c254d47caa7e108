import { Worker } from 'node:worker_threads';
import type { ThreadMessage } from './task-worker';

/** A task that has no answer: it took too long (`late`), or it or its thread failed. */
export interface Stopped<Answer> {
  readonly why: 'late' | 'failed';
  /** The step that the task was in, or null when it had begun none. */
  readonly step: string | null;
  /** What the thread said, or how long the limit was. */
  readonly message: string;
  /** What the answer had before this step. */
  readonly soFar: Partial<Answer> | null;
}

/** `milliseconds` are those in the thread; 0 where the thread ended with the task. */
export type TaskResult<Answer> = { readonly milliseconds: number } & (
  | { readonly answer: Answer; readonly stopped: null }
  | { readonly answer: null; readonly stopped: Stopped<Answer> }
);

/** How long a thread may take to load its modules; a loaded machine takes tens of seconds. */
const START_MS = 180_000;

export interface PoolThread {
  readonly worker: Worker;
  /** Rejects with what the thread threw while it loaded, or after three minutes. */
  readonly ready: Promise<void>;
}

/** Starts a thread, which serves tasks once it is `ready`. */
export function startThread(
  file: string,
  options: ConstructorParameters<typeof Worker>[1],
): PoolThread {
  const worker = new Worker(file, options);
  // A thread that fails between two tasks is replaced at the next; without a listener the process ends.
  worker.on('error', () => {});
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(new Error(`a worker thread did not start within ${START_MS / 1000} s`));
    }, START_MS);
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', (code) => reject(exited(code)));
    for (const event of ['message', 'exit']) worker.once(event, () => clearTimeout(timer));
  });
  // `ask` waits for this later, and reports the error then.
  ready.catch(() => {});
  return { worker, ready };
}

/**
 * Gives a thread a batch of `count` tasks, and `onResult` the result of each as it comes. True: all are
 * done. False: the last result is of a task that ended the thread, and the tasks after it are not done.
 */
export function askThread<Answer>(
  worker: Worker,
  tasks: unknown,
  count: number,
  limitMs: number,
  onResult: (result: TaskResult<Answer>) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    let left = count;
    let step: string | null = null;
    let soFar: Partial<Answer> | null = null;
    let timer: NodeJS.Timeout | undefined;
    let heard = 0;
    const restart = (): void => {
      clearTimeout(timer);
      heard++;
      const before = heard;
      // Where this thread itself was busy, what the other posted meanwhile comes first.
      timer = setTimeout(() => setImmediate(() => heard === before && onLate()), limitMs);
    };
    const give = (result: TaskResult<Answer>): void => {
      onResult(result);
      left--;
      step = null;
      soFar = null;
    };
    const stop = (why: Stopped<Answer>['why'], message: string, milliseconds: number): void =>
      give({ answer: null, stopped: { why, step, message, soFar }, milliseconds });
    const settle = (alive: boolean): void => {
      clearTimeout(timer);
      heard++;
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(alive);
    };
    const onMessage = (message: ThreadMessage<Answer>): void => {
      restart();
      if (message.kind === 'step') ({ step, soFar } = message);
      if (message.kind === 'answer') give({ ...message, stopped: null });
      if (message.kind === 'failed') stop('failed', message.message, message.milliseconds);
      if (left === 0) settle(true);
    };
    const end = (why: Stopped<Answer>['why'], message: string, milliseconds: number): void => {
      stop(why, message, milliseconds);
      settle(false);
    };
    const onLate = (): void => {
      void worker.terminate();
      end('late', `it took more than ${limitMs / 1000} s`, limitMs);
    };
    const onError = (error: Error): void => end('failed', error.message, 0);
    const onExit = (code: number): void => end('failed', exited(code).message, 0);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(tasks);
    restart();
  });
}

function exited(code: number): Error {
  return new Error(`a worker thread exited with code ${code}`);
}
