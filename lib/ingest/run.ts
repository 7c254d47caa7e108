import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { type Catalog, openCatalog } from '../catalog/client';
import { compactCatalog } from '../catalog/file/compact-catalog';
import { setAsideDamaged } from '../catalog/file/set-aside';
import { limitLog, truncateLog } from '../catalog/file/truncate-log';
import { migrateCatalog } from '../catalog/migrate';
import { SyncFailure } from './failure';
import { fetchInputs } from './inputs';
import { type Lock, takeLock } from './lock';
import { recordFailure, recordUnchanged } from './record';
import { reportedProgress } from './reported-progress';
import { readProfiles, sourceLabel } from './source';
import type { Start, SyncOptions } from './start';
import { readLastRun, readPendingRun } from './state';
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
  const { databaseFile } = options;
  const lock = openLock(databaseFile);
  try {
    await prepareCatalog(options).catch((error) => {
      throw storeFailure(databaseFile, error);
    });
    const catalog = openCatalog(databaseFile);
    try {
      await limitLog(catalog);
      const progress = reportedProgress(options.progress, lock.report);
      return await syncCatalog(catalog, { ...options, progress });
    } catch (error) {
      throw isStoreError(error) ? storeFailure(databaseFile, error) : error;
    } finally {
      await catalog.$disconnect();
      await makeFilesSmall(options);
    }
  } finally {
    lock.release();
  }
}

/** Puts a damaged catalog aside, and makes a new one or migrates the present one. */
async function prepareCatalog({ databaseFile, progress }: SyncOptions): Promise<void> {
  const aside = await setAsideDamaged(databaseFile, new Date());
  if (aside) {
    progress
      .begin('catalog')
      .note(
        `The catalog is damaged: ${aside.damage}. It is kept as ${aside.movedTo}, and a new one is made.`,
      );
  }
  await migrateCatalog(databaseFile);
}

/** What the sync wrote is safe, so files that stay larger than they need to be are not a failure. */
async function makeFilesSmall({ databaseFile, progress }: SyncOptions): Promise<void> {
  const note = (what: string, reason: string) =>
    progress.begin('catalog').note(`${what} keeps its size until the next sync: ${reason}`);
  const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
  try {
    compactCatalog(databaseFile);
  } catch (error) {
    note('The catalog', reasonOf(error));
  }
  const log = 'The write-ahead log';
  try {
    if (!(await truncateLog(databaseFile))) note(log, 'another process is reading the catalog');
  } catch (error) {
    note(log, reasonOf(error));
  }
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
    return takeLock(databaseFile);
  } catch (error) {
    throw error instanceof SyncFailure ? error : storeFailure(databaseFile, error);
  }
}
