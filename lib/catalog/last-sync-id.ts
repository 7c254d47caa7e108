import type { Catalog } from './client';

/** The sync that changed the catalog last. 0 before the first. */
export async function lastSyncId(catalog: Catalog): Promise<number> {
  const last = await catalog.syncRun.findFirst({
    where: { outcome: 'completed' },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return last?.id ?? 0;
}
