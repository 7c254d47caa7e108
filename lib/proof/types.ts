import type { Target } from '@/lib/target';
import type { Outcome } from '../translate';

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
  /** Short name of the telemetry that the query reads: "Sysmon", "Security log 4688". */
  readonly label: string;
  /** Of the query that was run. */
  readonly outcome: Outcome;
  /**
   * sample: a published real event; written: a sample that was written for the rule; constructed:
   * derived from the rule. The latter two are consistency checks only.
   */
  readonly kind: 'sample' | 'written' | 'constructed';
  readonly name: string;
  /** The raw event; for a correlation rule the list of them. */
  readonly event: unknown;
  /**
   * recorded: the table holds this very event, as a connector writes it. equivalent: it belongs to
   * another sensor, and the row is what it would hold for the same activity, as far as documented.
   */
  readonly origin: 'recorded' | 'equivalent';
  /** How many events this piece of evidence represents. A constructed one represents all that agreed. */
  readonly tried: number;
  /** Fields whose values made the rule match. */
  readonly matchedFields: readonly string[];
  readonly sigma: boolean;
  readonly kql: boolean;
  readonly nearMisses: readonly NearMiss[];
  /** Why this event cannot run on this target; `sigma` and `kql` are then meaningless. */
  readonly skipped: string | null;
  readonly translatorVersion: string;
}

/** The badge of a rule, best first. */
export const PROOFS = [
  'proven',
  'self-tested',
  'checked',
  'approximate',
  'disagrees',
  'pending',
  'none',
] as const;
export type Proof = (typeof PROOFS)[number];

/** A rule's own positive sample. */
export interface Sample {
  readonly name: string;
  readonly event: unknown;
  /** true: written for the rule, not recorded; such a sample proves nothing about real telemetry. */
  readonly written?: boolean;
}
