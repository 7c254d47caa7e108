import type { Target } from '../translate';

export interface NearMiss {
  /** What was changed, in words: "CommandLine no longer contains ' -enc '". */
  readonly change: string;
  readonly field: string | null;
  readonly sigma: boolean;
  readonly kql: boolean;
}

/** A rule and one of its queries, run on one event. */
export interface Evidence {
  readonly ruleId: string;
  readonly target: Target;
  readonly table: string;
  /** sample: a published real event; constructed: derived from the rule, a consistency check only. */
  readonly kind: 'sample' | 'constructed';
  readonly name: string;
  readonly event: unknown;
  /** Fields whose values made the rule match. */
  readonly matchedFields: readonly string[];
  readonly sigma: boolean;
  readonly kql: boolean;
  readonly nearMisses: readonly NearMiss[];
  /** Why this event cannot be run on this target; then sigma and kql say nothing. */
  readonly skipped: string | null;
  readonly translatorVersion: string;
}

/** The badge of a rule, best first. */
export const PROOFS = ['proven', 'constructed', 'checked', 'approximate', 'none'] as const;
export type Proof = (typeof PROOFS)[number];
