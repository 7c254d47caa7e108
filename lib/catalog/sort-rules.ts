import { COST_LEVELS } from '@/lib/translate/types';
import type { Bitset } from './columns/bitset';
import { ruleColumns } from './columns/rule-columns';
import type { FeedFilter, Sort } from './feed-filter';
import type { IndexedQuery, IndexedRule, RuleIndex } from './rule-index';
import type { Search } from './search';
import { shownQuery } from './shown-query';

/** The rules at some places, sorted. The catalog's own order is the newest change first; `cost` is that of the shown query. */
export function sortRules(
  index: RuleIndex,
  found: Bitset,
  sort: Sort,
  search: Pick<Search, 'hasText' | 'rank'>,
  filter: FeedFilter,
): readonly IndexedRule[] {
  switch (sort) {
    case 'changed':
      return rulesAt(index, found);
    case 'relevance':
      return search.hasText
        ? sortBy(index, found, (place) => search.rank(place))
        : rulesAt(index, found);
    case 'level':
    case 'title':
    case 'created':
      return inOrder(index, found, ruleColumns(index).order(sort));
    case 'cost':
      return sortBy(index, found, (_, rule) => costOf(shownQuery(rule, filter)));
    default:
      return sort satisfies never;
  }
}

/** The rules at some places, the newest change first. */
export function rulesAt({ rules }: RuleIndex, places: Bitset): readonly IndexedRule[] {
  const list: IndexedRule[] = [];
  places.forEach((place) => {
    list.push(rules[place] as IndexedRule);
  });
  return list;
}

function inOrder({ rules }: RuleIndex, found: Bitset, order: Uint32Array): readonly IndexedRule[] {
  const list: IndexedRule[] = [];
  for (const place of order) if (found.has(place)) list.push(rules[place] as IndexedRule);
  return list;
}

/** Rules without a query come last. */
function costOf(query: IndexedQuery | null): number {
  return query?.cost ? COST_LEVELS.indexOf(query.cost) : COST_LEVELS.length;
}

/** The rules at some places by a number, which most of them share with others; equals as the index has them. */
function sortBy(
  { rules }: RuleIndex,
  found: Bitset,
  key: (place: number, rule: IndexedRule) => number,
): readonly IndexedRule[] {
  const groups = new Map<number, IndexedRule[]>();
  found.forEach((place) => {
    const rule = rules[place] as IndexedRule;
    const own = key(place, rule);
    const group = groups.get(own);
    if (group) group.push(rule);
    else groups.set(own, [rule]);
  });
  return [...groups].sort(([a], [b]) => a - b).flatMap(([, group]) => group);
}
