import type { Proof } from '@/lib/proof/types';
import type { Target } from '@/lib/target';
import type { CostLevel, Outcome } from '@/lib/translate';
import type { CatalogSource } from './sources';

/** One query of a rule: for its primary table on a target, or for another table with the same telemetry. */
export interface IndexedQuery {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly table: string | null;
  readonly tables: readonly string[];
  /**
   * For each of its tables the names of which one is enough to run it: the table, and for an ASIM parser
   * the tables that it reads and that can hold the rule's events.
   */
  readonly needs: readonly (readonly string[])[];
  readonly cost: CostLevel | null;
  readonly primary: boolean;
}

/** The parts of a rule that lists, filters and counts need. Its page reads everything else. */
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
  /** The id of its source. */
  readonly source: string;
  /** Its source's rules are in the feed without being asked for. */
  readonly sourceInFeed: boolean;
  /** Its collection's are. */
  readonly collectionInFeed: boolean;
  /** Both. */
  readonly inFeed: boolean;
  readonly author: string | null;
  /** The licence that it states itself. */
  readonly license: string | null;
  /** Where its source was read, such as `github:OWNER/NAME`, at which commit, and its file there. */
  readonly sourceLabel: string;
  readonly commit: string | null;
  readonly path: string;
  /** The first sentence. */
  readonly hypothesis: string;
  readonly date: string | null;
  /** From the rule's own dates, or, for a change that a sync observed, the time of that sync. */
  readonly changedAt: Date;
  /** The syncs that added it, and that changed it last. */
  readonly firstSyncId: number;
  readonly changedSyncId: number;
  /** In the last sync. */
  readonly change: 'new' | 'changed' | null;
  /** Ids of current techniques, for which the rule counts. */
  readonly techniques: readonly string[];
  /** The same, plus the parents of sub-techniques. */
  readonly techniquesAndParents: readonly string[];
  /** Short names. */
  readonly tactics: readonly string[];
  /** `CVE-2024-1709`, for each that the rule names. */
  readonly cves: readonly string[];
  /** Groups, malware, tools and campaigns that it names. */
  readonly threats: readonly string[];
  readonly queries: readonly IndexedQuery[];
  /** Targets and tables of all its queries. */
  readonly targets: readonly Target[];
  readonly tables: readonly string[];
  /** The best over its targets. */
  readonly outcome: Outcome;
  readonly proof: Proof;
}

export interface IndexedTechnique {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
  /** How many groups and programs ATT&CK knows to use it. 0 without a bundle. */
  readonly known: { readonly groups: number; readonly software: number };
}

/** A name of an earlier version of ATT&CK, and the tactics or techniques that have taken its place. */
export interface FormerName {
  readonly was: string;
  /** Short names of tactics, ids of techniques. */
  readonly now: readonly string[];
}

/** By name in lower case, with hyphens. */
export interface FormerNames {
  readonly tactics: ReadonlyMap<string, FormerName>;
  readonly techniques: ReadonlyMap<string, FormerName>;
}

export interface RuleIndex {
  /** The name of this state of the catalog. */
  readonly state: string;
  /** The sync that produced this state. 0 before the first. */
  readonly syncId: number;
  /** When that sync ended. Ages in a search count back from its day, so that an answer holds until the next. */
  readonly syncedAt: Date;
  /** Newest change first. */
  readonly rules: readonly IndexedRule[];
  readonly byId: ReadonlyMap<string, IndexedRule>;
  readonly techniques: ReadonlyMap<string, IndexedTechnique>;
  /** Revoked technique → the current one that replaced it. */
  readonly successors: ReadonlyMap<string, string>;
  readonly former: FormerNames;
  /** In matrix order. */
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[];
  /** In the order of the list. None in the catalog of an older version. */
  readonly sources: ReadonlyMap<string, CatalogSource>;
  /** The values that occur, for hints and suggestions. */
  readonly tables: readonly string[];
  /** The same, plus the tables that ASIM parsers read for these rules. */
  readonly neededTables: readonly string[];
}
