import type { OwnTables } from '@/lib/own-tables/own-tables';
import { ruleColumns } from './columns/rule-columns';
import { onceFor } from './once-for';
import { runsWith } from './query-tests';
import { resolveOwnTables } from './resolve-values';
import type { IndexedRule, RuleIndex } from './rule-index';
import { rulesAt } from './sort-rules';

const wholeFeed = onceFor((index: RuleIndex) => {
  const { collectionInFeed, sourceInFeed } = ruleColumns(index);
  const places = collectionInFeed.and(sourceInFeed);
  return { places, rules: rulesAt(index, places) };
});

/** The rules in the feed that run with one's own tables; null stands for all of them. */
export function rulesInFeed(index: RuleIndex, own: OwnTables | null): readonly IndexedRule[] {
  const { places, rules } = wholeFeed(index);
  if (!own) return rules;
  const runs = runsWith(resolveOwnTables(index, own).known);
  return rulesAt(index, ruleColumns(index).queries.passing([runs]).and(places));
}
