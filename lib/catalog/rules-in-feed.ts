import type { OwnTables } from '@/lib/own-tables/own-tables';
import { runsWith } from './query-tests';
import { resolveOwnTables } from './resolve-values';
import type { IndexedRule, RuleIndex } from './rule-index';

/** The rules in the feed that run with one's own tables; null stands for all of them. */
export function rulesInFeed(index: RuleIndex, own: OwnTables | null): readonly IndexedRule[] {
  const feed = index.rules.filter((rule) => rule.inFeed);
  if (!own) return feed;
  const runs = runsWith(resolveOwnTables(index, own).known);
  return feed.filter(({ queries }) => queries.some(runs));
}
