import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Diagnostic } from '../diagnostic';
import type { Schemas, SchemaTarget } from './schemas';

export interface CheckRequest {
  /** The caller's name for the query: a content hash, say. Equal keys are checked once. */
  readonly key: string;
  readonly kql: string;
  readonly target: SchemaTarget;
}

/** Checks queries in worker threads. Workers start with the first queries and stay until `close`. */
export interface CheckPool {
  check(requests: readonly CheckRequest[]): Promise<Map<string, readonly Diagnostic[]>>;
  close(): Promise<void>;
}

const BATCH = 40;

type Answer = [key: string, diagnostics: readonly Diagnostic[]];

/** The thread's file: beside this one, or, where this one was bundled, under the working directory. */
function threadFile(): string {
  const places = [fileURLToPath(new URL('.', import.meta.url)), join(process.cwd(), 'lib', 'kql')];
  const misses: unknown[] = [];
  for (const place of places) {
    try {
      return createRequire(join(place, 'any.js')).resolve('./check-thread.mjs');
    } catch (error) {
      misses.push(error);
    }
  }
  throw new AggregateError(misses, `no check-thread.mjs in ${places.join(' or ')}`);
}

function answer(worker: Worker, requests: readonly CheckRequest[]): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (answers: Answer[]) => {
      leave();
      resolve(answers);
    };
    const onError = (error: unknown) => {
      leave();
      reject(error);
    };
    const onExit = (code: number) => {
      leave();
      reject(new Error(`a checking thread left with code ${code}`));
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(requests);
  });
}

export function createCheckPool(schemas: Schemas, options: { workers?: number } = {}): CheckPool {
  const most = Math.max(1, options.workers ?? 2);
  const workers: Worker[] = [];

  async function work(
    worker: Worker,
    next: () => readonly CheckRequest[] | null,
    done: (answers: readonly Answer[]) => void,
  ): Promise<void> {
    for (let batch = next(); batch; batch = next()) {
      const requests = batch;
      done(await answer(worker, requests));
    }
  }

  return {
    async check(requests) {
      const unique = [...new Map(requests.map((request) => [request.key, request])).values()];
      const results = new Map<string, readonly Diagnostic[]>();
      const wanted = Math.min(most, Math.ceil(unique.length / BATCH));
      while (workers.length < wanted) {
        workers.push(new Worker(threadFile(), { workerData: schemas, execArgv: [] }));
      }
      let at = 0;
      const next = () => {
        if (at >= unique.length) return null;
        const batch = unique.slice(at, at + BATCH);
        at += BATCH;
        return batch;
      };
      try {
        await Promise.all(
          workers.slice(0, wanted).map((worker) =>
            work(worker, next, (answers) => {
              for (const [key, diagnostics] of answers) results.set(key, diagnostics);
            }),
          ),
        );
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

/** Checks queries once and lets the workers go. */
export async function checkAll(
  requests: readonly CheckRequest[],
  schemas: Schemas,
  options: { workers?: number } = {},
): Promise<Map<string, readonly Diagnostic[]>> {
  const pool = createCheckPool(schemas, options);
  try {
    return await pool.check(requests);
  } finally {
    await pool.close();
  }
}
