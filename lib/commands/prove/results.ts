import type { Target } from '@/lib/target';
import type { Translation } from '@/lib/translate';

export interface Counts {
  readonly tried: number;
  readonly sigma: number;
  readonly kql: number;
  readonly both: number;
}

export interface QueryResult extends Counts {
  readonly table: string;
  readonly label: string;
  readonly outcome: Translation['outcome'];
  readonly differ: readonly string[];
  readonly failure: string | null;
}

/** The result of a rule on a target. */
export interface TargetResult extends Counts {
  readonly target: Target;
  readonly table: string | null;
  readonly label: string;
  readonly failure: string | null;
  readonly outcome: Translation['outcome'];
  readonly differ: readonly string[];
  readonly own: Counts | null;
  readonly queries: readonly QueryResult[];
}

/** An exact query that differs from its rule or cannot run, or a rule that misses its own samples. */
export function isWrong({ queries, own }: TargetResult): boolean {
  const differs = queries.some(
    ({ outcome, differ, failure }) =>
      outcome === 'exact' && (differ.length > 0 || failure !== null),
  );
  return differs || (own !== null && own.tried > 0 && own.sigma === 0);
}
