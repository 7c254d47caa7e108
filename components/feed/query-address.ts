import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedQuery } from '@/lib/catalog/rule-index';

function paramsOf({ target, table, primary }: IndexedQuery): URLSearchParams {
  const params = new URLSearchParams({ target });
  if (!primary && table) params.set('table', table);
  return params;
}

/** The address of the query's text with its attribution. */
export function queryHref(ruleId: string, query: IndexedQuery): string {
  return `/rules/${encodeURIComponent(ruleId)}/query?${paramsOf(query)}`;
}

/**
 * The address of a rule's page. If targets or tables are selected, or one's own tables chosen, it names the
 * query that the list shows.
 */
export function ruleHref(ruleId: string, query: IndexedQuery | null, filter: FeedFilter): string {
  const page = `/rules/${encodeURIComponent(ruleId)}`;
  const selected = filter.target.length > 0 || filter.table.length > 0 || filter.env !== null;
  return selected && query ? `${page}?${paramsOf(query)}` : page;
}
