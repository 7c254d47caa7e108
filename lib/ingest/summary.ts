import type { Target } from '@/lib/target';
import type { Outcome as TranslationOutcome } from '../translate';
import type { ChangeCounts } from './plan';

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
