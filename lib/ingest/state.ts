import { readOr, StoredValueError } from '@/lib/catalog/stored/column';
import { syncState, syncSummary } from '@/lib/catalog/stored/sync-run';
import type { Summary, SyncState } from '@/lib/catalog/stored/sync-summary';
import type { Catalog } from '../catalog/client';

export interface LastRun {
  readonly source: string;
  readonly commit: string | null;
  readonly etag: string | null;
  readonly attackVersion: string | null;
  readonly attackSource: string | null;
  readonly translatorVersion: string;
  readonly summary: Summary;
  readonly state: SyncState;
}

/** A sync that wrote rules and queries and was ended before the rest. The next one goes on with its row. */
export interface PendingRun {
  readonly id: number;
  /** What it had changed. */
  readonly changes: Summary['changes'];
}

const SUCCESSFUL = ['completed', 'unchanged'];

/** The newest run, if it is pending. */
export async function readPendingRun(catalog: Catalog): Promise<PendingRun | null> {
  const row = await catalog.syncRun.findFirst({
    where: { outcome: { in: ['pending', ...SUCCESSFUL] } },
    orderBy: { id: 'desc' },
  });
  if (row?.outcome !== 'pending') return null;
  const changes = readOr(null, () => syncSummary.read(row.summary, row.id).changes);
  return { id: row.id, changes };
}

/**
 * The last successful run, or null before the first. Also null if an older version of Watchfloor stored
 * the run in another form: the next sync then compares every rule again.
 */
export async function readLastRun(catalog: Catalog): Promise<LastRun | null> {
  const row = await catalog.syncRun.findFirst({
    where: { outcome: { in: SUCCESSFUL } },
    orderBy: { id: 'desc' },
  });
  if (!row) return null;
  try {
    return {
      ...row,
      summary: syncSummary.read(row.summary, row.id),
      state: syncState.read(row.state, row.id),
    };
  } catch (error) {
    if (error instanceof StoredValueError) return null;
    throw error;
  }
}
