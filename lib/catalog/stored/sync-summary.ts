import type { Target } from '@/lib/target';
import type { Outcome as TranslationOutcome } from '@/lib/translate/types';

/** Rules by what a sync did to them. */
export interface ChangeCounts {
  readonly new: number;
  /** Text differs, moved or not. */
  readonly changed: number;
  /** Path differs, rewritten or not. */
  readonly renamed: number;
  readonly removed: number;
  readonly restored: number;
  readonly unchanged: number;
  /** Their text cannot be read any more: the catalog keeps the last good version. */
  readonly kept: number;
}

/** What `ingest --json` prints, and what the run's row keeps. */
export interface Summary {
  readonly outcome: 'completed' | 'unchanged' | 'failed';
  readonly source: string;
  readonly commit: string | null;
  readonly attack: { readonly version: string; readonly source: string } | null;
  readonly translatorVersion: string | null;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Rules that the catalog has after the sync. */
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
  /** How many rules were worked on; the others were as before. */
  readonly work: {
    readonly translated: number;
    readonly checked: number;
    readonly proved: number;
    readonly enriched: number;
  };
  readonly proofs: Readonly<Record<string, number>> | null;
  readonly seconds: Readonly<Record<string, number>>;
  readonly error: { readonly message: string; readonly next: string } | null;
}

/** What a sync leaves for the next one to compare with. */
export interface SyncState {
  /** Over all inputs of the sync; the same again means that nothing can have changed. */
  readonly inputHash: string;
  readonly versions: { readonly derive: string; readonly enrich: string };
  readonly attackHash: string;
  /** What `--attack` named; null for MITRE's. */
  readonly attack: string | null;
  /** ISO 8601. */
  readonly attackCheckedAt: string;
}
