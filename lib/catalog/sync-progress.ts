import { readEnvironment } from '@/lib/env';
import { getCatalog } from './client';
import { findWritingRun, stateName } from './last-sync';
import { readRunningSync } from './stored/sync-holder';

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
  const holder = readRunningSync(readEnvironment(process.env).databaseFile);
  return {
    state: stateName(await findWritingRun(getCatalog())),
    running: holder && { phase: holder.phase, done: holder.done, total: holder.total },
  };
}
