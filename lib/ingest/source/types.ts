import type { Issue } from '../issue';

export interface SourceFile {
  /** Below the source's root, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The files of a source that the sync reads, all within the limits. */
export interface SourceFiles {
  /** As the summary and the pages name it. */
  readonly label: string;
  readonly commit: string | null;
  readonly etag: string | null;
  /** Of the commit, ISO 8601; null where the source states none. */
  readonly date: string | null;
  readonly rules: readonly SourceFile[];
  readonly samples: readonly SourceFile[];
  /** Rule files that are there but were refused: what they held before stays. */
  readonly refused: readonly string[];
  readonly issues: readonly Issue[];
}

/** What the last completed sync knows of the source, so that an unchanged one need not be fetched. */
export interface Known {
  readonly commit: string | null;
  readonly etag: string | null;
}

export type Fetched =
  | { readonly kind: 'files'; readonly files: SourceFiles }
  | { readonly kind: 'unchanged'; readonly commit: string; readonly etag: string | null };
