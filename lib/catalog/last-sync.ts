import { hideSecrets } from '../address';
import { getCatalog } from './client';
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
}

/** The last sync that changed the catalog, and when the source was last checked. Null before the first. */
export async function getLastSync(): Promise<LastSync | null> {
  const catalog = getCatalog();
  const [sources, completed, checked] = await Promise.all([
    readSources(catalog),
    catalog.syncRun.findFirst({ where: { outcome: 'completed' }, orderBy: { id: 'desc' } }),
    catalog.syncRun.findFirst({
      where: { outcome: { in: ['completed', 'unchanged'] } },
      orderBy: { id: 'desc' },
      select: { finishedAt: true },
    }),
  ]);
  if (!completed) return null;
  // An older version stored addresses with their secrets.
  const source = hideSecrets(completed.source);
  return {
    id: completed.id,
    source,
    sourceName: sources.size > 0 ? namesOf(sources.values()) : sourceName(source),
    commit: completed.commit,
    checkedAt: checked?.finishedAt ?? completed.finishedAt,
    completedAt: completed.finishedAt,
    attackVersion: completed.attackVersion,
  };
}
