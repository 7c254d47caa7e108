import type { Diagnostic } from '@/lib/diagnostic';
import type { Schemas } from '@/lib/kql/schemas';
import { createThreadPool } from '@/lib/kql/thread-pool';
import type { Target } from '@/lib/target';
import type { ProofInput } from './prove';
import { toJson } from './rule-json';
import type { Evidence } from './types';

/** What to check and prove about a rule. */
export interface ProofTask {
  /** Queries for Microsoft's binder. */
  readonly checks: readonly { readonly kql: string; readonly target: Target }[];
  /** null: do not prove the rule. */
  readonly proof: ProofInput | null;
}

export interface ProofAnswer {
  /** Of each of the task's checks, in their order. */
  readonly findings: readonly (readonly Diagnostic[])[];
  readonly evidence: readonly Evidence[];
  /** What each took in the thread; a query is parsed with its check. */
  readonly milliseconds: { readonly check: number; readonly prove: number };
}

/**
 * Checks and proves rules in worker threads. Both in one place, since a query is parsed and bound once
 * for both.
 */
export interface ProofPool {
  /** The answer to each task, in their order. */
  prove(
    tasks: readonly ProofTask[],
    options?: {
      readonly onDone?: (done: number, total: number) => void;
      readonly signal?: AbortSignal;
    },
  ): Promise<readonly ProofAnswer[]>;
  close(): Promise<void>;
}

export function createProofPool(options: {
  readonly schemas: Schemas;
  readonly translatorVersion: string;
  readonly workers?: number;
}): ProofPool {
  const { schemas, translatorVersion, workers = 2 } = options;
  const pool = createThreadPool<ProofTask, ProofAnswer>({
    module: 'proof/proof-worker.ts',
    workerData: { schemas, translatorVersion },
    batch: 20,
    threads: workers,
    encode: toJson,
  });
  return { prove: (tasks, options) => pool.ask(tasks, options), close: () => pool.close() };
}
