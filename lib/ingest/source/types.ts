import type { Repository } from '@/lib/catalog/source-link';
import type { Issue } from '../issue';

export interface SourceFile {
  /** Relative to the source, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The files of a source that the sync reads, all within the limits. */
export interface SourceFiles {
  /** The source's name in the summary and on pages. */
  readonly label: string;
  readonly commit: string | null;
  readonly etag: string | null;
  /** Where the files can be read on GitHub. Null if that is not known. */
  readonly repository: Repository | null;
  /** Date of the commit, ISO 8601. Null if the source names none. */
  readonly date: string | null;
  readonly rules: readonly SourceFile[];
  readonly samples: readonly SourceFile[];
  /** Rule files that exist but were refused. The catalog keeps the rules it read from them before. */
  readonly refused: readonly string[];
  readonly issues: readonly Issue[];
}

/** What the last completed sync recorded, to avoid fetching an unchanged source. */
export interface Known {
  readonly commit: string | null;
  readonly etag: string | null;
}

export type Fetched =
  | { readonly kind: 'files'; readonly files: SourceFiles }
  | { readonly kind: 'unchanged'; readonly commit: string; readonly etag: string | null };
