import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Attempt, AttemptAnswer } from './fuzz-kind';

const START_MS = 120_000;
/** What the product may use for one input, with all its schemas and mappings. */
const MEMORY_MB = 1_536;

export interface Attempted {
  /** Null if the thread ended before the input was made. */
  readonly input: string | null;
  readonly problem: string | null;
  readonly milliseconds: number;
}

/** Makes attempts in a thread of its own, which is ended and replaced when one takes too long. */
export class AttemptThread {
  private worker: Worker | null = null;
  private readonly limit: number;

  /** `limit`: the most milliseconds that the product may take for one input. */
  constructor(limit: number) {
    this.limit = limit;
  }

  async attempt(attempt: Attempt): Promise<Attempted> {
    const worker = this.worker ?? (await startWorker());
    this.worker = worker;
    let input: string | null = attempt.input;
    let started = performance.now();
    return new Promise((resolve) => {
      const settle = (problem: string | null, broken: boolean): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        if (broken) {
          this.worker = null;
          void worker.terminate();
        }
        resolve({ input, problem, milliseconds: performance.now() - started });
      };
      const onLimit = () => settle(`BrokenPromise: took longer than ${this.limit} ms`, true);
      let timer = setTimeout(onLimit, START_MS);
      const onMessage = (answer: AttemptAnswer): void => {
        if (answer.state === 'done') settle(answer.problem, false);
        if (answer.state !== 'made') return;
        input = answer.input;
        started = performance.now();
        clearTimeout(timer);
        timer = setTimeout(onLimit, this.limit);
      };
      const onError = (error: unknown) =>
        settle(
          `the thread failed: ${error instanceof Error ? error.message : String(error)}`,
          true,
        );
      const onExit = (code: number) => settle(`the thread exited with code ${code}`, true);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(attempt);
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }
}

function startWorker(): Promise<Worker> {
  const worker = new Worker(fileURLToPath(new URL('../../kql/thread.mjs', import.meta.url)), {
    workerData: { module: fileURLToPath(new URL('./fuzz-worker.ts', import.meta.url)) },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve(worker);
    });
  });
}
