import type { FeedFilter } from './feed-filter';
import { queryTests } from './query-tests';
import type { IndexedQuery, IndexedRule } from './rule-index';

/**
 * The query that a list shows and copies, on the selected targets and tables and with one's own tables if
 * there are any. An exact query comes before an approximate one, and a target's primary table before its
 * alternatives.
 */
export function shownQuery(rule: IndexedRule, filter: FeedFilter): IndexedQuery | null {
  const tests = Object.values(queryTests(filter));
  const candidates = rule.queries.filter((query) => tests.every((test) => test(query)));
  const weight = ({ outcome, primary }: IndexedQuery) =>
    (outcome === 'exact' ? 0 : 2) + (primary ? 0 : 1);
  return candidates.reduce<IndexedQuery | null>(
    (best, query) => (best === null || weight(query) < weight(best) ? query : best),
    null,
  );
}
