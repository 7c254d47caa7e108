import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Catalog, openCatalog } from '../catalog/client';
import { migrateCatalog } from '../catalog/migrate';
import { EXIT, SyncFailure } from './failure';
import { fetchInputs } from './inputs';
import { type Lock, takeLock } from './lock';
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
  const lock = openLock(databaseFile);
  try {
    await migrateCatalog(databaseFile).catch((error) => {
      throw storeFailure(databaseFile, error);
    });
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
    const failure = isStoreError(error) ? storeFailure(options.databaseFile, error) : error;
    await recordFailure(start, failure).catch((reason) => {
      // The first error says more; this one is likely the same trouble met again.
      options.progress.begin('record').note(`The failure could not be noted: ${reason.message}`);
    });
    throw failure;
  }
}

function openLock(databaseFile: string): Lock {
  try {
    mkdirSync(path.dirname(databaseFile), { recursive: true });
    return takeLock(databaseFile);
  } catch (error) {
    throw error instanceof SyncFailure ? error : storeFailure(databaseFile, error);
  }
}

const STORE_ERRORS =
  /^(SqliteError|DriverAdapterError|PrismaClient(KnownRequest|UnknownRequest|Initialization)Error)$/;

function isStoreError(error: unknown): boolean {
  return error instanceof Error && STORE_ERRORS.test(error.name);
}

function storeFailure(databaseFile: string, error: unknown): SyncFailure {
  const message = error instanceof Error ? error.message : String(error);
  return new SyncFailure(
    `The catalog ${databaseFile} cannot be used: ${message}`,
    'Check DATABASE_URL, the file’s permissions and the space on its disk; a damaged catalog can be deleted and is made again.',
    EXIT.store,
    error,
  );
}
