import type { Catalog } from '../catalog/client';
import type { PlaceholderValues } from '../proof';
import type { Progress } from './progress';
import type { Limits, Source, SourceContext } from './source';
import type { HttpPolicy } from './source/http';
import type { LastRun } from './state';
import type { loadTools } from './steps/tools';
import type { Versions } from './versions';

export interface SyncOptions {
  readonly databaseFile: string;
  readonly source: Source;
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
  readonly http?: Partial<HttpPolicy>;
  readonly limits?: Limits;
  /** Builds what the steps run on each rule, below `root`. */
  readonly loadTools?: typeof loadTools;
  /** The most milliseconds that each step of a rule may take (20,000). */
  readonly ruleLimit?: number;
  /** The values of placeholders for the whole catalog, by name. */
  readonly placeholders?: PlaceholderValues;
}

/** What a sync knows before it fetches anything. */
export interface Start {
  readonly catalog: Catalog;
  readonly options: SyncOptions;
  readonly startedAt: Date;
  readonly versions: Versions;
  readonly last: LastRun | null;
  /** The source's name in the summary and on the pages. */
  readonly label: string;
}
