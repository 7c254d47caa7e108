import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedQuery, IndexedRule } from '@/lib/catalog/rule-index';

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

function paramsOf({ target, table, primary }: IndexedQuery): URLSearchParams {
  const params = new URLSearchParams({ target });
  if (!primary && table) params.set('table', table);
  return params;
}

/** The address of the query's text with its attribution. */
export function queryHref(ruleId: string, query: IndexedQuery): string {
  return `/rules/${encodeURIComponent(ruleId)}/query?${paramsOf(query)}`;
}

/** The address of a rule's page; if targets or tables are selected, with the query that the list shows. */
export function ruleHref(ruleId: string, query: IndexedQuery | null, filter: FeedFilter): string {
  const page = `/rules/${encodeURIComponent(ruleId)}`;
  const selected = filter.target.length > 0 || filter.table.length > 0;
  return selected && query ? `${page}?${paramsOf(query)}` : page;
}
