import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Schemas } from '@/lib/kql/schemas';
import type { ProofInput } from './prove';
import { toJson } from './rule-json';
import type { Evidence } from './types';

/** Proves rules in worker threads. Workers start with the first rules and stay until `close`. */
export interface ProofPool {
  /** The evidence of each input, in their order. */
  prove(
    inputs: readonly ProofInput[],
    onProven?: (done: number, total: number) => void,
  ): Promise<readonly (readonly Evidence[])[]>;
  close(): Promise<void>;
}

const BATCH = 25;

export function createProofPool(options: {
  readonly schemas: Schemas;
  readonly translatorVersion: string;
  readonly workers?: number;
}): ProofPool {
  const { schemas, translatorVersion } = options;
  const most = Math.max(1, options.workers ?? 2);
  const workers: Worker[] = [];
  return {
    async prove(inputs, onProven) {
      const results: (readonly Evidence[])[] = Array(inputs.length).fill([]);
      const wanted = Math.min(most, Math.ceil(inputs.length / BATCH));
      while (workers.length < wanted) {
        const workerData = { schemas, translatorVersion };
        workers.push(new Worker(threadFile(), { workerData, execArgv: [] }));
      }
      let at = 0;
      let done = 0;
      const drain = async (worker: Worker): Promise<void> => {
        while (at < inputs.length) {
          const start = at;
          const batch = inputs.slice(start, start + BATCH);
          at += BATCH;
          const evidence = await ask(worker, toJson(batch));
          for (const [place, list] of evidence.entries()) results[start + place] = list;
          done += batch.length;
          onProven?.(done, inputs.length);
        }
      };
      try {
        await Promise.all(workers.slice(0, wanted).map(drain));
      } catch (error) {
        await this.close();
        throw error;
      }
      return results;
    },
    async close() {
      await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
    },
  };
}

// Only the listeners that were added are removed: the worker has some of its own, by which messages
// arrive at all.
function ask(worker: Worker, message: string): Promise<Evidence[][]> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: Evidence[][]) => settle(() => resolve(answer));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`a proving worker left with code ${code}`)));
    const settle = (finish: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      finish();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(message);
  });
}

/** The thread's file: beside this one, or, where this one was bundled, under the working directory. */
function threadFile(): string {
  const places = [
    fileURLToPath(new URL('.', import.meta.url)),
    join(process.cwd(), 'lib', 'proof'),
  ];
  const misses: unknown[] = [];
  for (const place of places) {
    try {
      return createRequire(join(place, 'any.js')).resolve('./proof-thread.mjs');
    } catch (error) {
      misses.push(error);
    }
  }
  throw new AggregateError(misses, `no proof-thread.mjs in ${places.join(' or ')}`);
}
