import { type Catalog, getCatalog } from './client';
import { findWritingRun, stateName } from './last-sync';
import { loadRuleIndex } from './load-rule-index';
import type { RuleIndex } from './rule-index';

const shared = globalThis as typeof globalThis & {
  watchfloorIndex?: { catalog: Catalog; state: string; index: Promise<RuleIndex> };
};

/**
 * The catalog in memory, as the last stage of a sync left it. Each call asks the database which that was,
 * and reads the rows again only if that has changed, or if the catalog was replaced.
 */
export async function getRuleIndex(): Promise<RuleIndex> {
  const catalog = getCatalog();
  const last = await findWritingRun(catalog);
  const state = stateName(last);
  const known = shared.watchfloorIndex;
  if (known?.catalog === catalog && known.state === state) return known.index;
  const index = loadRuleIndex(catalog, last?.id ?? 0, state);
  shared.watchfloorIndex = { catalog, state, index };
  index.catch(() => {
    if (shared.watchfloorIndex?.index === index) shared.watchfloorIndex = undefined;
  });
  return index;
}
