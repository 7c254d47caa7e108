import type { Diagnostic } from '@/lib/diagnostic';
import type { Stopped, TaskResult } from '@/lib/kql/pool-thread';
import type { QueryFacts } from '@/lib/kql/query-facts';
import type { Schemas } from '@/lib/kql/schemas';
import { createThreadPool, TASK_LIMIT_MS } from '@/lib/kql/thread-pool';
import type { Rule } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { YamlFile } from '@/lib/yaml-file';
import type { ProofInput } from './prove';
import { toJson } from './rule-json';
import type { Attempt } from './translate-to-all';
import type { Evidence } from './types';
import type { PlaceholderValues } from './with-values';

/** A rule to translate to each target; `related` as for `Translator.translate`. */
export interface TranslateTask {
  readonly rule: Rule;
  readonly related: ReadonlyMap<string, Rule>;
}

/** A query, its target and the table that it reads first. */
export interface QueryToCheck {
  readonly kql: string;
  readonly target: Target;
  readonly table: string | null;
}

/** What Microsoft's parser and binder say of a query. */
export interface CheckedQuery {
  readonly diagnostics: readonly Diagnostic[];
  readonly facts: QueryFacts;
}

/** What to check and prove about a rule. */
export interface ProofTask {
  /** Queries for Microsoft's binder. */
  readonly checks: readonly QueryToCheck[];
  /** null: do not prove the rule. */
  readonly proof: ProofInput | null;
}

/** A step that was stopped, by its limit or by its own failure, with the reason in words. */
export interface StoppedStep {
  readonly step: 'translate' | 'check' | 'prove';
  readonly why: 'late' | 'failed';
  readonly message: string;
}

interface Outcome {
  /** What was stopped; the rest of the answer is then what was known before it. */
  readonly stopped: StoppedStep | null;
  readonly milliseconds: number;
}

export interface TranslateAnswer extends Outcome {
  /** One for each target, in the order of TARGETS; none if the step was stopped. */
  readonly attempts: readonly Attempt[];
}

export interface ProofAnswer extends Outcome {
  /** Of each of the task's checks, in their order; none if the check was stopped. */
  readonly checked: readonly CheckedQuery[];
  readonly evidence: readonly Evidence[];
  /** What the check took of `milliseconds`; a query is parsed with its check. */
  readonly checkMilliseconds: number;
}

interface PoolOptions {
  readonly onDone?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Translates, checks and proves rules in worker threads. All in one place, since a query is parsed and
 * bound once for its check and its proof. Each step of a rule has a limit; a rule that exceeds it is
 * stopped alone.
 */
export interface ProofPool {
  /** The answer to each task, in their order. */
  translate(
    tasks: readonly TranslateTask[],
    options?: PoolOptions,
  ): Promise<readonly TranslateAnswer[]>;
  prove(tasks: readonly ProofTask[], options?: PoolOptions): Promise<readonly ProofAnswer[]>;
  /** Starts the threads, which takes seconds, for tasks that come later. */
  start(): void;
  close(): Promise<void>;
}

export interface ProofWorkerData {
  readonly schemas: Schemas;
  readonly mappings: readonly YamlFile[];
  readonly translatorVersion: string;
  /** The settings of the translations that are proven, and of those made here. */
  readonly placeholders?: PlaceholderValues;
}

export type WorkerTask =
  | { readonly kind: 'translate'; readonly task: TranslateTask }
  | { readonly kind: 'prove'; readonly task: ProofTask };

export type WorkerAnswer =
  | { readonly kind: 'translate'; readonly attempts: readonly Attempt[] }
  | ({ readonly kind: 'prove' } & Pick<ProofAnswer, 'checked' | 'evidence' | 'checkMilliseconds'>);

export function createProofPool({
  workers = 2,
  limitMs = TASK_LIMIT_MS,
  ...workerData
}: ProofWorkerData & { readonly workers?: number; readonly limitMs?: number }): ProofPool {
  const pool = createThreadPool<WorkerTask, WorkerAnswer>({
    module: 'proof/proof-worker.ts',
    workerData,
    batch: 20,
    threads: workers,
    limitMs,
    encode: toJson,
  });
  return {
    start: () => pool.start(),
    close: () => pool.close(),
    async translate(tasks, options) {
      const results = await pool.ask(
        tasks.map((task) => ({ kind: 'translate', task })),
        options,
      );
      return results.map(({ answer, stopped, milliseconds }) => ({
        attempts: answer?.kind === 'translate' ? answer.attempts : [],
        stopped: stopped && stoppedStep(stopped, 'translate'),
        milliseconds,
      }));
    },
    async prove(tasks, options) {
      const results = await pool.ask(
        tasks.map((task) => ({ kind: 'prove', task })),
        options,
      );
      return results.map(proofAnswer);
    },
  };
}

function proofAnswer({ answer, stopped, milliseconds }: TaskResult<WorkerAnswer>): ProofAnswer {
  const known = answer ?? stopped?.soFar;
  const proof = known && 'checked' in known ? known : null;
  return {
    checked: proof?.checked ?? [],
    evidence: proof?.evidence ?? [],
    checkMilliseconds: proof?.checkMilliseconds ?? milliseconds,
    stopped: stopped && stoppedStep(stopped, 'check'),
    milliseconds,
  };
}

function stoppedStep({ step, why, message }: Stopped<unknown>, first: StoppedStep['step']) {
  return { step: step === 'prove' ? step : first, why, message } as const;
}
