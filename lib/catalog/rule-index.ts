import type { Proof } from '@/lib/proof/types';
import type { Target } from '@/lib/target';
import type { Outcome } from '@/lib/translate';

/** One query that a rule has: its primary table on a target, or another that carries the same. */
export interface IndexedQuery {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly table: string | null;
  readonly tables: readonly string[];
  readonly primary: boolean;
}

/** What lists, filters and counts need of a rule; everything else is read when it is opened. */
export interface IndexedRule {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly level: string | null;
  readonly status: string | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  readonly collection: string;
  readonly inFeed: boolean;
  readonly author: string | null;
  /** The first sentence. */
  readonly hypothesis: string;
  readonly date: string | null;
  /** By the rule's own dates; for a change that a sync saw happen, when it saw it. */
  readonly changedAt: Date;
  /** By the last sync. */
  readonly change: 'new' | 'changed' | null;
  /** Live ids, as counted. */
  readonly techniques: readonly string[];
  /** The same and the techniques they are sub-techniques of. */
  readonly techniquesAndParents: readonly string[];
  /** Short names. */
  readonly tactics: readonly string[];
  readonly queries: readonly IndexedQuery[];
  /** Targets and tables of all its queries. */
  readonly targets: readonly Target[];
  readonly tables: readonly string[];
  /** The best of its targets. */
  readonly outcome: Outcome;
  readonly proof: Proof;
}

export interface IndexedTechnique {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly tactics: readonly string[];
}

export interface RuleIndex {
  /** The sync this is the state of; 0 before the first. */
  readonly syncId: number;
  /** Newest change first. */
  readonly rules: readonly IndexedRule[];
  readonly byId: ReadonlyMap<string, IndexedRule>;
  readonly techniques: ReadonlyMap<string, IndexedTechnique>;
  /** Revoked technique → the live one that took its place. */
  readonly successors: ReadonlyMap<string, string>;
  /** In matrix order. */
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[];
  /** Values per table, product, … as they occur, for hints and suggestions. */
  readonly tables: readonly string[];
}
