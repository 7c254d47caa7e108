import { openDatabase } from '@/lib/catalog/database';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import type { Catalog } from '../catalog/client';
import { SyncFailure } from './failure';
import { fetchInputs } from './inputs';
import type { Lock } from './lock';
import { recordFailure, recordUnchanged } from './record';
import { reportedProgress } from './reported-progress';
import { readProfiles, sourceLabel } from './source';
import type { Start, SyncOptions } from './start';
import { readLastRun, readPendingRun } from './state';
import { storeAt } from './store';
import type { SyncStore } from './store/types';
import { isStoreError, storeFailure } from './store-failure';
import { updateCatalog } from './update';
import { readVersions } from './versions';

/**
 * Runs one sync: reads the source, finds the changes, makes the new results, and writes everything at
 * once; with many new rules in two stages, of which the first has rules and queries. Returns the summary.
 * Throws a SyncFailure for every failure that you can act on. The catalog is then as the last stage left
 * it, except for a row that records the failed run.
 */
export async function runSync(options: SyncOptions): Promise<Summary> {
  const { database, progress } = options;
  const store = storeAt(database);
  const lock = await openLock(store);
  const signal = lock.lost ? anyOf(lock.lost, options.signal) : options.signal;
  try {
    await store.prepare(progress).catch((error) => {
      throw storeFailure(database, error);
    });
    const catalog = openDatabase(store.database);
    try {
      await store.begin(catalog);
      const reported = reportedProgress(progress, lock.report);
      return await syncCatalog(catalog, {
        ...options,
        signal,
        demandLock: lock.demand,
        progress: reported,
      });
    } catch (error) {
      throw isStoreError(error) ? storeFailure(database, error) : error;
    } finally {
      await catalog.$disconnect();
      await store.tidy(progress);
    }
  } finally {
    await lock.release();
  }
}

function anyOf(lost: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
  return signal ? AbortSignal.any([lost, signal]) : lost;
}

async function syncCatalog(catalog: Catalog, options: SyncOptions): Promise<Summary> {
  const pending = await readPendingRun(catalog);
  const start: Start = {
    catalog,
    options,
    startedAt: new Date(),
    versions: readVersions(options.root, options.placeholders),
    last: pending ? null : await readLastRun(catalog),
    pending,
    profiles: readProfiles(options.root, options.sourceFile ?? null),
    label: options.sources.map(({ source }) => sourceLabel(source)).join(', '),
  };
  try {
    const inputs = await fetchInputs(start);
    if (inputs.kind === 'unchanged') return await recordUnchanged(start, inputs);
    return await updateCatalog(start, inputs);
  } catch (error) {
    const failure = isStoreError(error) ? storeFailure(options.database, error) : error;
    await recordFailure(start, failure).catch((reason) => {
      // The first error says more. This one probably has the same cause.
      options.progress
        .begin('record')
        .note(`The failed sync could not be recorded: ${reason.message}`);
    });
    throw failure;
  }
}

async function openLock(store: SyncStore): Promise<Lock> {
  try {
    return await store.lock();
  } catch (error) {
    throw error instanceof SyncFailure ? error : storeFailure(store.database.address, error);
  }
}
