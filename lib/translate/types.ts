import type { Diagnostic, Span } from '@/lib/diagnostic';
import type { Target } from '@/lib/target';

export const OUTCOMES = ['exact', 'approximate', 'unsupported'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How a column relates to the Sigma field: the same value; computed from columns; related only. */
export type Quality = 'exact' | 'derived' | 'approximate';

/** Whether something still writes a table: it does; without support; not any more. Newest first. */
export const CURRENCIES = ['current', 'legacy', 'retired'] as const;

/** Where a mapping decision is documented. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  /** False for an inference that no documentation confirms. */
  readonly found: boolean;
}

/** One comparison of the rule and its place in the query: why a line of KQL exists. */
export interface TraceLine {
  readonly selection: string;
  readonly field: string | null;
  readonly modifiers: readonly string[];
  readonly value: string;
  /** The column, or the expression that computes it. */
  readonly column: string;
  readonly operator: string;
  readonly quality: Quality;
  readonly sources: readonly Source[];
  readonly note?: string;
  /** Position in the rule's text. */
  readonly sigmaSpan: Span;
  /** One-based lines of the printed query that carry this comparison. */
  readonly kqlLines: readonly number[];
}

/** How much a query makes its service read, by rules that `cost.ts` states. Cheapest first. */
export const COST_LEVELS = ['cheap', 'moderate', 'heavy'] as const;
export type CostLevel = (typeof COST_LEVELS)[number];

/** One thing that a query makes its service do, in the order in which it happens. */
export interface CostStep {
  readonly kind: 'index' | 'filter' | 'compute' | 'scan' | 'group' | 'join';
  /** A sentence. */
  readonly text: string;
}

export interface Cost {
  readonly level: CostLevel;
  readonly steps: readonly CostStep[];
}

/** One table's query for a rule. */
export interface Variant {
  readonly outcome: Outcome;
  /** Printed query without attribution header; null when unsupported. */
  readonly kql: string | null;
  /** The table or ASIM parser that it reads, and the telemetry's short name ("Sysmon", "Security log 4688"). */
  readonly table: string | null;
  readonly label: string;
  readonly tables: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly trace: readonly TraceLine[];
  /** Null without a query. */
  readonly cost: Cost | null;
}

/** A rule on a target: the primary variant, and the other tables that carry the same telemetry. */
export interface Translation extends Variant {
  readonly target: Target;
  readonly alternatives: readonly Variant[];
}
