import type { Let, Operator, Query, Tag } from '@/lib/kql';
import type { CorrelationRule } from '@/lib/sigma';

export type Correlation = CorrelationRule['correlation'];

/** What the windows of a correlation are made of. */
export interface WindowParts {
  readonly correlation: Correlation;
  /** The definition that holds the matches, and a name for each other one that is needed. */
  readonly matches: string;
  readonly nameOf: (what: string) => string;
  /** Columns that the matches are grouped by, never none. */
  readonly groups: readonly string[];
  /** By place, names of columns that count the matches of a rule. */
  readonly ruleColumns: readonly string[];
  /** A correlation around this one asks when it fired, each time; else which windows did is enough. */
  readonly chained: boolean;
  readonly tags: { readonly timespan: Tag; readonly condition: readonly Tag[] };
}

export interface Windows {
  readonly lets: readonly Let[];
  readonly from: string;
  readonly operators: readonly Operator[];
}

export function table(name: string, ...operators: readonly Operator[]): Query {
  return { source: { kind: 'table', name }, operators };
}
