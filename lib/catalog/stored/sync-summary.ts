import type { Target } from '@/lib/target';
import type { Outcome as TranslationOutcome } from '@/lib/translate/types';

/** Rules by what a sync did to them. */
export interface ChangeCounts {
  readonly new: number;
  /** The text differs, whether or not the path does. */
  readonly changed: number;
  /** The path differs, whether or not the text does. */
  readonly renamed: number;
  readonly removed: number;
  readonly restored: number;
  readonly unchanged: number;
  /** The text can no longer be read, so the catalog keeps the last readable version. */
  readonly kept: number;
}

/** A step of a rule, and what it took in a worker thread. */
export interface SlowStep {
  /** The rule's file. */
  readonly path: string;
  readonly step: 'translate' | 'check' | 'prove';
  readonly milliseconds: number;
}

/** The summary that `ingest --json` prints and that the run's row stores. */
export interface Summary {
  /** `pending`: rules and queries are written; checks, evidence and enrichment are to follow. */
  readonly outcome: 'pending' | 'completed' | 'unchanged' | 'failed';
  readonly source: string;
  readonly commit: string | null;
  readonly attack: { readonly version: string; readonly source: string } | null;
  readonly translatorVersion: string | null;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Rules in the catalog after the sync. */
  readonly rules: {
    readonly total: number;
    readonly inFeed: number;
    readonly byCollection: Readonly<Record<string, number>>;
  } | null;
  readonly changes: ChangeCounts | null;
  readonly issues: {
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly byCode: Readonly<Record<string, number>>;
  };
  readonly translations: Readonly<
    Record<Target, Readonly<Record<TranslationOutcome, number>>>
  > | null;
  /** How many rules each step processed. The others had not changed. */
  readonly work: {
    readonly translated: number;
    readonly checked: number;
    readonly proved: number;
    readonly enriched: number;
  };
  readonly proofs: Readonly<Record<string, number>> | null;
  readonly seconds: Readonly<Record<string, number>>;
  /** The ten slowest steps of rules, slowest first. Missing in runs of older versions. */
  readonly slowest?: readonly SlowStep[] | undefined;
  /** In the order of the list. Missing in runs of older versions. */
  readonly sources?: readonly SourceResult[] | undefined;
  readonly error: { readonly message: string; readonly next: string } | null;
}

/** What became of one source of a sync. */
export interface SourceResult {
  /** The id of the source's profile. */
  readonly id: string;
  readonly name: string;
  readonly commit: string | null;
  /** Rules in the catalog after the sync. */
  readonly rules: number;
  /** Why the source was not synced and its rules stay as they are. Null if it was. */
  readonly error: { readonly message: string; readonly next: string } | null;
}

/** What a sync stores of a source, to ask for changes only. */
export interface KnownSource {
  /** As it was asked for. */
  readonly label: string;
  readonly commit: string | null;
  readonly etag: string | null;
}

/** What a sync stores for the next one to compare with. */
export interface SyncState {
  /** Missing in runs of older versions. */
  readonly sources?: readonly KnownSource[] | undefined;
  /** Hash of all inputs of the sync. If it is the same again, nothing can have changed. */
  readonly inputHash: string;
  readonly versions: { readonly derive: string; readonly enrich: string };
  readonly attackHash: string;
  /** The value of `--attack`. Null for MITRE's bundle. */
  readonly attack: string | null;
  /** ISO 8601. */
  readonly attackCheckedAt: string;
}
