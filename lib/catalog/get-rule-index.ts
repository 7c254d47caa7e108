import { type Catalog, getCatalog } from './client';
import { loadRuleIndex } from './load-rule-index';
import type { RuleIndex } from './rule-index';

const shared = globalThis as typeof globalThis & {
  watchfloorIndex?: { catalog: Catalog; syncId: number; index: Promise<RuleIndex> };
};

/**
 * The catalog in memory, as the last completed sync left it. Each call asks the database which sync was
 * the last, and reads the rows again only if that has changed, or if the catalog was replaced.
 */
export async function getRuleIndex(): Promise<RuleIndex> {
  const catalog = getCatalog();
  const last = await catalog.syncRun.findFirst({
    where: { outcome: 'completed' },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  const syncId = last?.id ?? 0;
  const known = shared.watchfloorIndex;
  if (known?.catalog === catalog && known.syncId === syncId) return known.index;
  const index = loadRuleIndex(catalog, syncId);
  shared.watchfloorIndex = { catalog, syncId, index };
  index.catch(() => {
    if (shared.watchfloorIndex?.index === index) shared.watchfloorIndex = undefined;
  });
  return index;
}
