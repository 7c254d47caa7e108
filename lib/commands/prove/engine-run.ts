import { z } from 'zod';
import {
  askEngine,
  type EngineCost,
  EngineFailure,
  type EngineProtocol,
  type TokenSource,
} from '@/lib/engines';
import type { Checker, Schemas } from '@/lib/kql';
import { type ProofContext, type Sample, tenantCases, tenantProof } from '@/lib/proof';
import type { CorrelationRule, DetectionRule, Rule } from '@/lib/sigma';
import type { Translation } from '@/lib/translate';

/** What the engine made of one query. */
export interface EngineResult {
  readonly table: string;
  readonly label: string;
  readonly outcome: Translation['outcome'];
  /** `agrees` and `differs` are verdicts; a query is `refused` by the engine, or `not run`. */
  readonly status: 'agrees' | 'differs' | 'refused' | 'not run';
  /** How many cases it ran, and on how many it came out as the interpreter did. */
  readonly cases: number;
  readonly asExpected: number;
  /** The others, each with what the engine did. */
  readonly differ: readonly string[];
  /** Why it was not run, or has no verdict; null if it has. */
  readonly failure: string | null;
  readonly cost: EngineCost | null;
}

/** What a run may take. */
export interface EngineBudget {
  readonly queries: number;
  readonly minutes: number;
}

export interface EngineTools {
  readonly protocol: EngineProtocol;
  readonly token: TokenSource;
  readonly proof: ProofContext;
  readonly schemas: Schemas;
  readonly checker: Checker;
  /** How many queries run at once. */
  readonly concurrency: number;
  readonly budget: EngineBudget;
}

/** An exact query on which the engine differs from the interpreter, or that it does not take. */
export function isWrongThere({ outcome, status }: EngineResult): boolean {
  return outcome === 'exact' && (status === 'differs' || status === 'refused');
}

const NO_EVENT = 'no event is known on which it fires';
const NO_WAY_BACK = 'its result does not show which event it comes from';
const TIMEOUT_MS = 90_000;
const RETRIES = 4;
const WAIT_MS = 1000;

/** The one row of a self-contained proof. Some engines give a list as its JSON. */
const verdict = z.object({
  Cases: z.coerce.number().int(),
  AsExpected: z.coerce.number().int(),
  Otherwise: z.preprocess(
    (value) => (typeof value === 'string' ? parsedList(value) : value),
    z.array(z.string()),
  ),
});

function parsedList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Runs the queries of rules on an engine, with rows of their own in place of its tables. */
export class EngineRun {
  readonly #tools: EngineTools;
  readonly #end: number;
  readonly #stop = new AbortController();
  #left: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(tools: EngineTools, now = Date.now()) {
    this.#tools = tools;
    this.#left = tools.budget.queries;
    this.#end = now + tools.budget.minutes * 60_000;
  }

  /** The results of a translation's queries. Throws an EngineFailure if the engine lets nobody ask. */
  prove(
    rule: DetectionRule | CorrelationRule,
    { target, alternatives, ...first }: Translation,
    related: ReadonlyMap<string, Rule>,
    samples: readonly Sample[],
  ): Promise<EngineResult[]> {
    const { proof, schemas, checker } = this.#tools;
    const results = [first, ...alternatives].flatMap((variant): Promise<EngineResult>[] => {
      const { kql, table, tables, label, outcome } = variant;
      if (kql === null || table === null) return [];
      const base = { table, label, outcome };
      const cases = tenantCases(rule, related, { kql, target, table, tables }, samples, proof);
      if (cases.length === 0) {
        return [Promise.resolve(withoutVerdict(base, 'not run', NO_EVENT))];
      }
      const own = tenantProof(kql, target, cases, { schemas, checker });
      if (!own) return [Promise.resolve(withoutVerdict(base, 'not run', NO_WAY_BACK))];
      return [this.#inTurn(() => this.#run(base, own.kql))];
    });
    return Promise.all(results);
  }

  async #run(base: Base, kql: string): Promise<EngineResult> {
    const { protocol, token, budget } = this.#tools;
    const { signal } = this.#stop;
    try {
      if (this.#left <= 0) {
        throw new EngineFailure('budget', `not run: the ${budget.queries} queries are used up`);
      }
      if (Date.now() >= this.#end) {
        throw new EngineFailure('budget', `not run: the ${budget.minutes} minutes are over`);
      }
      this.#left--;
      const answer = await askEngine(protocol, kql, {
        token: await token(),
        timeoutMs: TIMEOUT_MS,
        retries: RETRIES,
        waitMs: WAIT_MS,
        signal,
      });
      const read = verdict.safeParse(answer.rows[0]);
      if (!read.success) throw new EngineFailure('malformed', 'The answer holds no verdict');
      const { Cases, AsExpected, Otherwise } = read.data;
      return {
        ...base,
        status: Otherwise.length === 0 && AsExpected === Cases ? 'agrees' : 'differs',
        cases: Cases,
        asExpected: AsExpected,
        differ: Otherwise,
        failure: null,
        cost: answer.cost,
      };
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      if (error.kind === 'denied' || error.kind === 'unreachable') {
        this.#stop.abort(error);
        throw error;
      }
      const isRefused = error.kind === 'query' || error.kind === 'partial';
      return withoutVerdict(base, isRefused ? 'refused' : 'not run', error.message);
    }
  }

  /** Runs a task when one of the places is free. */
  async #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#tools.concurrency) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

type Base = Pick<EngineResult, 'table' | 'label' | 'outcome'>;

function withoutVerdict(base: Base, status: 'refused' | 'not run', failure: string): EngineResult {
  return { ...base, status, cases: 0, asExpected: 0, differ: [], failure, cost: null };
}
