import type { Repository } from '@/lib/catalog/source-link';
import type { Catalog } from '../catalog/client';
import type { PlaceholderValues } from '../proof';
import type { Progress } from './progress';
import type { Limits, NamedProfile, SourceContext, SyncSource } from './source';
import type { HttpPolicy } from './source/http';
import type { LastRun, PendingRun } from './state';
import type { loadTools } from './steps/tools';
import type { Versions } from './versions';

export interface SyncOptions {
  /** The path of a SQLite file, or the URL of a PostgreSQL database. */
  readonly database: string;
  /** In the order that decides when two of them have the same rule. */
  readonly sources: readonly SyncSource[];
  /** The operator's own list of sources, besides the one in `content/`. */
  readonly sourceFile?: string | null;
  /** Where the files of the only source can be read, if it is a folder or an archive. */
  readonly origin?: Repository | null;
  /** The path or URL of a STIX bundle. Null for MITRE's. */
  readonly attack: string | null;
  /** The folder of the repository, which contains the code and `content/`. */
  readonly root: string;
  readonly github: SourceContext['github'];
  /** Sent to the host of a URL source as a bearer token. */
  readonly sourceToken?: string | null;
  /** Whether the sync may remove any number of rules and techniques. */
  readonly acceptRemovals?: boolean;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** Throws if the sync must not write any more: it has lost its lock. */
  readonly demandLock?: () => Promise<void>;
  readonly http?: Partial<HttpPolicy>;
  readonly limits?: Limits;
  /** Builds what the steps run on each rule, below `root`. */
  readonly loadTools?: typeof loadTools;
  /** The most milliseconds that each step of a rule may take (20,000). */
  readonly ruleLimit?: number;
  /** From how many new rules a sync writes rules and queries before it checks and proves them (300). */
  readonly stagedFrom?: number;
  /** The values of placeholders for the whole catalog, by name. */
  readonly placeholders?: PlaceholderValues;
}

/** What a sync knows before it fetches anything. */
export interface Start {
  readonly catalog: Catalog;
  readonly options: SyncOptions;
  readonly startedAt: Date;
  readonly versions: Versions;
  /** Null before the first, and while a run is pending: its rules are compared one by one. */
  readonly last: LastRun | null;
  readonly pending: PendingRun | null;
  readonly profiles: readonly NamedProfile[];
  /** The sources as they were asked for, for the summary and the pages. */
  readonly label: string;
}
