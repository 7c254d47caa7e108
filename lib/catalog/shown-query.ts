import type { FeedFilter } from './feed-filter';
import type { IndexedQuery, IndexedRule } from './rule-index';

/**
 * The query that a list shows and copies, on the selected targets and tables if there are any. An exact
 * query comes before an approximate one, and a target's primary table before its alternatives.
 */
export function shownQuery(rule: IndexedRule, filter: FeedFilter): IndexedQuery | null {
  const candidates = rule.queries.filter(
    ({ target, tables }) =>
      (filter.target.length === 0 || filter.target.includes(target)) &&
      (filter.table.length === 0 || tables.every((table) => filter.table.includes(table))),
  );
  const weight = ({ outcome, primary }: IndexedQuery) =>
    (outcome === 'exact' ? 0 : 2) + (primary ? 0 : 1);
  return candidates.reduce<IndexedQuery | null>(
    (best, query) => (best === null || weight(query) < weight(best) ? query : best),
    null,
  );
}
