import { getCatalog } from './client';
import { loadRuleIndex } from './load-rule-index';
import type { RuleIndex } from './rule-index';

const shared = globalThis as typeof globalThis & {
  watchfloorIndex?: { key: number; index: Promise<RuleIndex> };
};

/**
 * The catalog in memory, as the last completed sync left it. Each call asks the database which sync was
 * the last, and reads the rows again only if that has changed.
 */

export async function getRuleIndex(): Promise<RuleIndex> {
  const last = await getCatalog().syncRun.findFirst({
    where: { outcome: 'completed' },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  const key = last?.id ?? 0;
  if (shared.watchfloorIndex?.key !== key) {
    const index = loadRuleIndex(key);
    shared.watchfloorIndex = { key, index };
    index.catch(() => {
      if (shared.watchfloorIndex?.index === index) shared.watchfloorIndex = undefined;
    });
  }
  return shared.watchfloorIndex.index;
}
