import { setTimeout as wait } from 'node:timers/promises';
import { type Catalog, knownCatalog } from './client';
import { findWritingRun, stateName } from './last-sync';
import { loadRuleIndex } from './load-rule-index';
import type { RuleIndex } from './rule-index';
import { noteFailure, watchCatalog } from './watch-catalog';

/** Of one connection. The web server reads `current`, too: pages are made from it. */
interface Indexes {
  readonly catalog: Catalog;
  /** The newest that is ready. */
  current: RuleIndex | null;
  loading: { readonly state: string; readonly index: Promise<RuleIndex> } | null;
}

const shared = globalThis as typeof globalThis & { watchfloorIndex?: Indexes };

/** How long a reader waits for the index of a new sync before the former one answers. */
const PATIENCE_MS = 10_000;

/**
 * The catalog in memory, as the last stage of a sync left it. Each call asks the database which that was,
 * and reads the rows again only if that has changed, or if the catalog was replaced. The index of a new state is read
 * beside the former, which answers if that takes more than ten seconds, unless `fresh` is asked for.
 */
export async function getRuleIndex({ fresh = false } = {}): Promise<RuleIndex> {
  const catalog = await knownCatalog();
  const last = await findWritingRun(catalog);
  const state = stateName(last);
  const indexes = indexesOf(catalog);
  const { current } = indexes;
  if (current?.state === state) return current;
  const index = load(indexes, last?.id ?? 0, state);
  if (!current || fresh) return index;
  return Promise.race([index, wait(PATIENCE_MS, current, { ref: false })]);
}

function indexesOf(catalog: Catalog): Indexes {
  const known = shared.watchfloorIndex;
  if (known?.catalog === catalog) return known;
  const indexes: Indexes = { catalog, current: null, loading: null };
  shared.watchfloorIndex = indexes;
  return indexes;
}

function load(indexes: Indexes, syncId: number, state: string): Promise<RuleIndex> {
  if (indexes.loading?.state === state) return indexes.loading.index;
  const index = loadRuleIndex(indexes.catalog, syncId, state);
  const loading = { state, index };
  indexes.loading = loading;
  index.then(
    (loaded) => {
      if (indexes.loading !== loading) return;
      indexes.current = loaded;
      indexes.loading = null;
    },
    (error: unknown) => {
      noteFailure(watchCatalog(), error);
      if (indexes.loading !== loading) return;
      // Whoever asks next waits for another try, and learns why it fails.
      indexes.current = null;
      indexes.loading = null;
    },
  );
  return index;
}
