import type { FeedFilter, Sort } from './feed-filter';
import { type FilterResult, filterRules, sortRules } from './filter-rules';
import { resolveTechniques } from './resolve-techniques';
import { getRuleIndex, type IndexedRule, type RuleIndex } from './rule-index';
import { resolveSearch } from './search';

export const PAGE_SIZE = 50;

export interface Feed extends Omit<FilterResult, 'rules'> {
  readonly index: RuleIndex;
  /** As asked, with techniques by id. */
  readonly filter: FeedFilter;
  /** This page's. */
  readonly rows: readonly IndexedRule[];
  readonly total: number;
  /** Rules in the feed without any filter. */
  readonly catalogSize: number;
  readonly page: number;
  readonly pages: number;
  readonly sort: Sort;
  readonly mistakes: readonly string[];
}

/** The rules that the filters let through, a page of them, and what each facet holds. */
export async function listFeed(asked: FeedFilter): Promise<Feed> {
  const index = await getRuleIndex();
  const { filter, mistakes } = resolveTechniques(index, asked);
  const search = await resolveSearch(index, filter.q);
  const { rules, ...result } = filterRules(index, filter, search);
  const sort = filter.sort ?? (search.hasText ? 'relevance' : 'changed');
  const pages = Math.max(1, Math.ceil(rules.length / PAGE_SIZE));
  const page = Math.min(filter.page, pages);
  return {
    ...result,
    index,
    filter,
    rows: sortRules(rules, sort, search).slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    total: rules.length,
    catalogSize: index.rules.reduce((count, rule) => count + (rule.inFeed ? 1 : 0), 0),
    page,
    pages,
    sort,
    mistakes: [...mistakes, ...search.mistakes],
  };
}
