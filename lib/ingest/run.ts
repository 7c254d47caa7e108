import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { type Catalog, openCatalog } from '../catalog/client';
import { migrateCatalog } from '../catalog/migrate';
import { EXIT, SyncFailure } from './failure';
import { fetchInputs } from './inputs';
import { type Lock, takeLock } from './lock';
import { recordFailure, recordUnchanged } from './record';
import { sourceLabel } from './source';
import type { Start, SyncOptions } from './start';
import { readLastRun } from './state';
import { updateCatalog } from './update';
import { readVersions } from './versions';

/**
 * One sync: reads the source, works out what changed, makes what is new, and writes it all at once.
 * Returns the summary. Throws a SyncFailure for every failure that the reader can act on; the catalog
 * is then unchanged, except for a row that records the failed run.
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
  /^(SqliteError|StoredValueError|DriverAdapterError|PrismaClient(KnownRequest|UnknownRequest|Initialization)Error)$/;

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
