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
 * Runs one sync: reads the source, finds the changes, makes the new results, and writes everything at
 * once. Returns the summary. Throws a SyncFailure for every failure that you can act on. The catalog is
 * then unchanged, except for a row that records the failed run.
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
      // The first error says more. This one probably has the same cause.
      options.progress
        .begin('record')
        .note(`The failed sync could not be recorded: ${reason.message}`);
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
    'Check DATABASE_URL, the file’s permissions and the free disk space. If the catalog is damaged, delete it and sync again.',
    EXIT.store,
    error,
  );
}
