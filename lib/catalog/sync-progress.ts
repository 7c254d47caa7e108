import { getCatalog } from './client';
import { databaseOf } from './database';
import { findWritingRun, stateName } from './last-sync';

/** How far the sync is that runs now, for whoever waits for it. */
export interface SyncProgress {
  /** Names the state of the catalog that pages are made from now. */
  readonly state: string;
  readonly running: {
    readonly phase: string;
    readonly done: number | null;
    readonly total: number | null;
  } | null;
}

export async function getSyncProgress(): Promise<SyncProgress> {
  const catalog = getCatalog();
  const holder = await databaseOf(catalog).runningSync();
  return {
    state: stateName(await findWritingRun(catalog)),
    running: holder && { phase: holder.phase, done: holder.done, total: holder.total },
  };
}
