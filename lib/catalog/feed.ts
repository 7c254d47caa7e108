import type { FeedFilter, Sort } from './feed-filter';
import { type FilterResult, filterRules } from './filter-rules';
import { getRuleIndex } from './get-rule-index';
import type { Mistake } from './mistake';
import { resolveTechniques } from './resolve-techniques';
import { resolveValues } from './resolve-values';
import type { IndexedRule, RuleIndex } from './rule-index';
import { rulesInFeed } from './rules-in-feed';
import { resolveSearch, type Search } from './search';
import { sortRules } from './sort-rules';

export const PAGE_SIZE = 50;

export interface Feed extends Omit<FoundRules, 'rules'> {
  /** The rules on this page. */
  readonly rows: readonly IndexedRule[];
  readonly total: number;
  /** Rules in the feed without any filter. */
  readonly catalogSize: number;
  readonly page: number;
  readonly pages: number;
}

export interface FoundRules extends FilterResult {
  /** Those that are found, in the requested order. */
  readonly rules: readonly IndexedRule[];
  readonly index: RuleIndex;
  /** The requested filter, with values as the catalog spells them. */
  readonly filter: FeedFilter;
  readonly sort: Sort;
  /** What was not understood in the filter. */
  readonly mistakes: readonly Mistake[];
  /** For a search of several terms without a result: those to remove, the largest result first. */
  readonly termsInTheWay: readonly TermInTheWay[];
}

export interface TermInTheWay {
  readonly term: string;
  /** The search without it, and how many rules that gives. */
  readonly q: string;
  readonly count: number;
}

/**
 * All rules that pass the filters, in the requested order. `fresh` waits for the last sync's rules however long it
 * takes to read them.
 */
export async function findRules(asked: FeedFilter, { fresh = false } = {}): Promise<FoundRules> {
  const index = await getRuleIndex({ fresh });
  const techniques = resolveTechniques(index, asked);
  const { filter, mistakes } = resolveValues(index, techniques.filter);
  const search = await resolveSearch(index, filter.q, filter.target);
  const result = filterRules(index, filter, search);
  const sort = filter.sort ?? (search.hasText ? 'relevance' : 'changed');
  return {
    ...result,
    rules: sortRules(index, result.found, sort, search, filter),
    index,
    filter,
    sort,
    mistakes: [...techniques.mistakes, ...mistakes, ...search.mistakes],
    termsInTheWay: result.found.count() > 0 ? [] : termsInTheWay(index, filter, search),
  };
}

function termsInTheWay(index: RuleIndex, filter: FeedFilter, search: Search): TermInTheWay[] {
  if (search.terms.length < 2) return [];
  return search.terms
    .map(({ text, others, matchingOthers }) => {
      const { found } = filterRules(index, filter, { matching: matchingOthers() });
      return { term: text, q: others, count: found.count() };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

/** One page of the rules that pass the filters, and the values of each facet. */
export async function listFeed(asked: FeedFilter): Promise<Feed> {
  const { rules, ...found } = await findRules(asked);
  const pages = Math.max(1, Math.ceil(rules.length / PAGE_SIZE));
  const page = Math.min(found.filter.page, pages);
  return {
    ...found,
    rows: rules.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    total: rules.length,
    catalogSize: rulesInFeed(found.index, null).length,
    page,
    pages,
  };
}
