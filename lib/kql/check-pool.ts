import type { Target } from '@/lib/target';
import type { Diagnostic } from '../diagnostic';
import type { TaskResult } from './pool-thread';
import type { Schemas } from './schemas';
import { createThreadPool } from './thread-pool';

export interface CheckRequest {
  /** The caller's name for the query, such as a content hash. Equal keys are checked once. */
  readonly key: string;
  readonly kql: string;
  readonly target: Target;
}

/**
 * Checks queries in worker threads, which start with the first queries and stay until `close`. `check`
 * takes a list of `{ key, kql, target }` and returns a map of key to diagnostics; a query that the parser
 * does not finish with in time has the diagnostic `kql/failed`.
 */
export interface CheckPool {
  check(requests: readonly CheckRequest[]): Promise<Map<string, readonly Diagnostic[]>>;
  close(): Promise<void>;
}

export function createCheckPool(schemas: Schemas, options: { workers?: number } = {}): CheckPool {
  const pool = createThreadPool<CheckRequest, readonly Diagnostic[]>({
    module: 'kql/check-worker.ts',
    workerData: schemas,
    batch: 40,
    threads: options.workers ?? 2,
  });
  return {
    async check(requests) {
      const unique = [...new Map(requests.map((request) => [request.key, request])).values()];
      const answers = await pool.ask(unique);
      return new Map(unique.map(({ key }, at) => [key, findingsOf(answers[at])]));
    },
    close: () => pool.close(),
  };
}

function findingsOf(result: TaskResult<readonly Diagnostic[]> | undefined): readonly Diagnostic[] {
  if (!result) throw new Error('a query has no answer');
  const { answer, stopped } = result;
  if (answer !== null) return answer;
  const message = `The parser gave up on this query: ${stopped.message}`;
  return [{ severity: 'error', code: 'kql/failed', message }];
}

/** Checks queries once, then stops the workers. */
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
