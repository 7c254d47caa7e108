import { hideSecrets } from '../address';
import { type Catalog, getCatalog } from './client';
import { sourceName } from './source-link';
import { namesOf, readSources } from './sources';

export interface LastSync {
  readonly id: number;
  readonly source: string;
  readonly sourceName: string;
  readonly commit: string | null;
  /** When the source was last checked, whether or not it had anything new. */
  readonly checkedAt: Date;
  readonly completedAt: Date;
  readonly attackVersion: string | null;
  /** Only its rules and queries are there so far. */
  readonly isPending: boolean;
  /** Names this state of the catalog: a sync of two stages leaves two. */
  readonly state: string;
}

/** The last sync that changed the catalog: whole (`completed`), or so far only its rules and queries (`pending`). */
export function findWritingRun(catalog: Catalog) {
  return catalog.syncRun.findFirst({
    where: { outcome: { in: ['completed', 'pending'] } },
    orderBy: { id: 'desc' },
  });
}

/** The name of the state that a run left: one of two stages leaves two. */
export function stateName(run: { readonly id: number; readonly outcome: string } | null): string {
  return run ? `${run.id} ${run.outcome}` : '0';
}

/** The last sync that changed the catalog, and when the source was last checked. Null before the first. */
export async function getLastSync(): Promise<LastSync | null> {
  const catalog = getCatalog();
  const [sources, written, checked] = await Promise.all([
    readSources(catalog),
    findWritingRun(catalog),
    catalog.syncRun.findFirst({
      where: { outcome: { in: ['completed', 'pending', 'unchanged'] } },
      orderBy: { id: 'desc' },
      select: { finishedAt: true },
    }),
  ]);
  if (!written) return null;
  // An older version stored addresses with their secrets.
  const source = hideSecrets(written.source);
  return {
    id: written.id,
    source,
    sourceName: sources.size > 0 ? namesOf(sources.values()) : sourceName(source),
    commit: written.commit,
    checkedAt: checked?.finishedAt ?? written.finishedAt,
    completedAt: written.finishedAt,
    attackVersion: written.attackVersion,
    isPending: written.outcome === 'pending',
    state: stateName(written),
  };
}
