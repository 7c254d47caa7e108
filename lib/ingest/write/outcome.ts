import type { Transaction } from '@/lib/catalog/database/catalog';
import type { Bytes } from '@/lib/catalog/stored/pack';
import type { Attack } from '../../attack';
import type { RuleChange } from '../../changes';
import type { Enrichment } from '../../enrich';
import type { TagRows } from '../attack-tags';
import type { FailedSource } from '../inputs';
import type { Issue } from '../issue';
import type { OtherPlace } from '../merge-sources';
import type { Plan, PlannedRule } from '../plan';
import type { SourceProfile } from '../source';
import type {
  Derived,
  enrichmentRow,
  evidenceRow,
  ruleColumns,
  translationRow,
} from '../steps/rows';
import type { StoreWriter } from '../store/types';

/** Everything that a sync has computed but not yet written. */
export interface Outcome {
  readonly plan: Plan;
  /** Of the rules that were translated again, by id. */
  readonly derived: ReadonlyMap<string, Derived>;
  readonly enriched: ReadonlyMap<string, Enrichment>;
  /** What the changes of rules' texts mean, by rule id. */
  readonly changes: ReadonlyMap<string, RuleChange>;
  readonly derivedHash: ReadonlyMap<string, string>;
  readonly enrichedHash: ReadonlyMap<string, string>;
  readonly translatorVersion: string;
  readonly attack: Attack;
  readonly tags: ReadonlyMap<string, TagRows>;
  /** Tactics and techniques differ from what the catalog has. */
  readonly attackChanged: boolean;
  /** Only rules and queries: the rest is to follow. */
  readonly isPending: boolean;
  /** The run that this goes on with; null for one of its own. */
  readonly continues: number | null;
  readonly issues: readonly Issue[];
  /** Results of pure steps to keep, and the keys of those no longer used. */
  readonly cache: {
    readonly added: ReadonlyMap<string, Bytes>;
    readonly unused: readonly string[];
  };
  /** The sources that are synced, in the order of the list. */
  readonly sources: readonly SourcePlace[];
  /** The others, whose rules stay as they are. */
  readonly failed: readonly FailedSource[];
  /** The other sources that have a rule, by its id. */
  readonly alsoIn: ReadonlyMap<string, readonly OtherPlace[]>;
  readonly run: RunColumns;
}

/** The rows of a rule that a sync writes something about. */
export interface RuleRows {
  readonly rule: ReturnType<typeof ruleColumns>;
  readonly translations: readonly ReturnType<typeof translationRow>[];
  /** Null: no evidence, or none that the catalog does not have. */
  readonly evidence: ReturnType<typeof evidenceRow> | null;
  readonly enrichment: ReturnType<typeof enrichmentRow> | null;
}

/** An outcome with the rows of its touched rules, by id. */
export interface WritableOutcome extends Outcome {
  readonly rows: ReadonlyMap<string, RuleRows>;
}

/** A source, and where its rules are. */
export interface SourcePlace {
  readonly profile: SourceProfile;
  /** `github:OWNER/NAME` where the files can be read on GitHub. */
  readonly label: string;
  readonly commit: string | null;
}

export interface RunColumns {
  readonly source: string;
  readonly commit: string | null;
  readonly etag: string | null;
  readonly attackVersion: string;
  readonly attackSource: string;
  readonly startedAt: Date;
  readonly state: string;
}

/** The transaction that a sync writes in, and the run and time that its rows carry. */
export interface SyncWrite {
  readonly transaction: Transaction;
  readonly writer: StoreWriter;
  readonly syncId: number;
  readonly now: Date;
}

/** Whether a sync writes anything about a rule besides the fact that it was read again. */
export function isTouched({ read, change }: PlannedRule, { derived, enriched }: Outcome): boolean {
  return change !== null || derived.has(read.id) || enriched.has(read.id);
}
