import { z } from 'zod';
import type { Catalog } from '../catalog/client';

const stateSchema = z.object({
  /** Over all inputs of the sync; the same again means that nothing can have changed. */
  inputHash: z.string(),
  versions: z.object({ derive: z.string(), enrich: z.string() }),
  attackHash: z.string(),
  /** What `--attack` named; null for MITRE's. */
  attack: z.string().nullable(),
  attackCheckedAt: z.iso.datetime(),
});

/** What a sync leaves for the next one to compare with. */
export type SyncState = z.infer<typeof stateSchema>;

export interface LastRun {
  readonly source: string;
  readonly commit: string | null;
  readonly etag: string | null;
  readonly attackVersion: string | null;
  readonly attackSource: string | null;
  readonly translatorVersion: string;
  readonly summary: string;
  readonly state: SyncState;
}

/** The last run that ended well, or null before the first. */
export async function readLastRun(catalog: Catalog): Promise<LastRun | null> {
  const row = await catalog.syncRun.findFirst({
    where: { outcome: { in: ['completed', 'unchanged'] } },
    orderBy: { id: 'desc' },
  });
  if (!row) return null;
  const state = stateSchema.safeParse(JSON.parse(row.state));
  return state.success ? { ...row, state: state.data } : null;
}
