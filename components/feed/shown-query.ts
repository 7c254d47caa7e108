import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedQuery, IndexedRule } from '@/lib/catalog/rule-index';

/**
 * The query that a list shows and copies: on the asked targets and tables if any are asked, an exact
 * one before an approximate one, a target's primary table before its alternatives.
 */
export function shownQuery(rule: IndexedRule, filter: FeedFilter): IndexedQuery | null {
  const asked = rule.queries.filter(
    ({ target, tables }) =>
      (filter.target.length === 0 || filter.target.includes(target)) &&
      (filter.table.length === 0 || tables.every((table) => filter.table.includes(table))),
  );
  const weight = ({ outcome, primary }: IndexedQuery) =>
    (outcome === 'exact' ? 0 : 2) + (primary ? 0 : 1);
  return asked.reduce<IndexedQuery | null>(
    (best, query) => (best === null || weight(query) < weight(best) ? query : best),
    null,
  );
}

function paramsOf({ target, table, primary }: IndexedQuery): URLSearchParams {
  const params = new URLSearchParams({ target });
  if (!primary && table) params.set('table', table);
  return params;
}

/** Where the query's text is, with its attribution. */
export function queryHref(ruleId: string, query: IndexedQuery): string {
  return `/rules/${encodeURIComponent(ruleId)}/query?${paramsOf(query)}`;
}

/** A rule's page; where targets or tables were asked for, with the query that the list showed. */
export function ruleHref(ruleId: string, query: IndexedQuery | null, filter: FeedFilter): string {
  const page = `/rules/${encodeURIComponent(ruleId)}`;
  const asked = filter.target.length > 0 || filter.table.length > 0;
  return asked && query ? `${page}?${paramsOf(query)}` : page;
}
