import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Catalog, openCatalog } from '../catalog/client';
import { migrateCatalog } from '../catalog/migrate';
import { fetchInputs } from './inputs';
import { takeLock } from './lock';
import type { Progress } from './progress';
import { recordFailure, recordUnchanged } from './record';
import { type Limits, type Source, type SourceContext, sourceLabel } from './source';
import type { HttpPolicy } from './source/http';
import { type LastRun, readLastRun } from './state';
import type { Summary } from './summary';
import { updateCatalog } from './update';
import { readVersions, type Versions } from './versions';

export interface SyncOptions {
  readonly databaseFile: string;
  readonly source: Source;
  /** A STIX bundle's path or URL; null: MITRE's. */
  readonly attack: string | null;
  /** The repository: code and `content/` are below it. */
  readonly root: string;
  readonly github: SourceContext['github'];
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  readonly http?: Partial<HttpPolicy>;
  readonly limits?: Limits;
}

/** What is known before anything is fetched. */
export interface Start {
  readonly catalog: Catalog;
  readonly options: SyncOptions;
  readonly startedAt: Date;
  readonly versions: Versions;
  readonly last: LastRun | null;
  readonly label: string;
}

/**
 * One sync: reads the source, works out what changed, makes what is new, and writes it at once.
 * Returns the summary. Throws a SyncFailure for everything that its reader can act on; the catalog is
 * then as it was, but for a run's row that says what failed.
 */
export async function runSync(options: SyncOptions): Promise<Summary> {
  const { databaseFile } = options;
  mkdirSync(path.dirname(databaseFile), { recursive: true });
  const lock = takeLock(databaseFile);
  try {
    await migrateCatalog(databaseFile);
    const catalog = openCatalog(databaseFile);
    try {
      return await syncCatalog(catalog, options);
    } finally {
      await catalog.$disconnect();
    }
  } finally {
    lock.release();
  }
}

async function syncCatalog(catalog: Catalog, options: SyncOptions): Promise<Summary> {
  const start: Start = {
    catalog,
    options,
    startedAt: new Date(),
    versions: readVersions(options.root),
    last: await readLastRun(catalog),
    label: sourceLabel(options.source),
  };
  try {
    const inputs = await fetchInputs(start);
    if (inputs.kind === 'unchanged') return await recordUnchanged(start, inputs);
    return await updateCatalog(start, inputs);
  } catch (error) {
    await recordFailure(start, error);
    throw error;
  }
}
