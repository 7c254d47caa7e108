import type { Let, Operator, Query, Tag } from '@/lib/kql';
import type { CorrelationRule } from '@/lib/sigma';

export type Correlation = CorrelationRule['correlation'];

/** What the windows of a correlation are made of. */
export interface WindowParts {
  readonly correlation: Correlation;
  /** The definition that holds the matches, and a name for each other definition. */
  readonly matches: string;
  readonly nameOf: (what: string) => string;
  /** The columns that group the matches. At least one. */
  readonly groups: readonly string[];
  /** The columns that count the matches of each rule, by its position. */
  readonly ruleColumns: readonly string[];
  /** True if an enclosing correlation needs each time it fired, not only the windows in which it did. */
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
