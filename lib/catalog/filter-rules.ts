import { LEVELS } from '@/lib/sigma/types';
import { COST_LEVELS } from '@/lib/translate/types';
import { FACETS, type Facet, type FeedFilter, type Sort } from './feed-filter';
import type { IndexedQuery, IndexedRule, RuleIndex } from './rule-index';
import { isWithinTechnique, type Search } from './search';
import { shownQuery } from './shown-query';

/** Value → how many rules have it, among those that pass every other filter. */
export type FacetCounts = Readonly<Record<Facet, ReadonlyMap<string, number>>>;

export interface FilterResult {
  readonly rules: readonly IndexedRule[];
  readonly counts: FacetCounts;
  /**
   * Filters to remove, with the number of rules that would then pass: single filters if removing one is
   * enough, otherwise pairs.
   */
  readonly inTheWay: readonly InTheWay[];
}

export interface InTheWay {
  readonly filters: readonly (Facet | 'q')[];
  readonly count: number;
}

type Test = (rule: IndexedRule) => boolean;

/**
 * One pass over the catalog. A rule that fails no filter is a result and counts everywhere; a rule
 * that fails exactly one counts in that filter's own facet only, which makes every facet's counts
 * follow the others.
 */
export function filterRules(index: RuleIndex, filter: FeedFilter, search: Search): FilterResult {
  const tests = facetTests(filter);
  const rules: IndexedRule[] = [];
  const counts = Object.fromEntries(
    FACETS.map((facet) => [facet, new Map<string, number>()]),
  ) as Record<Facet, Map<string, number>>;
  const missedBy = new Map<string, InTheWay>();

  for (const rule of index.rules) {
    const failed: (Facet | 'q')[] = search.matches(rule) ? [] : ['q'];
    for (const [facet, test] of tests) {
      if (failed.length > 2) break;
      if (!test(rule)) failed.push(facet);
    }
    if (failed.length > 2) continue;
    const [first, second] = failed;
    if (first === undefined) rules.push(rule);
    else {
      const key = failed.join();
      missedBy.set(key, { filters: failed, count: (missedBy.get(key)?.count ?? 0) + 1 });
    }
    if (first === 'q' || second !== undefined) continue;
    for (const facet of first === undefined ? FACETS : [first]) {
      const facetCounts = counts[facet];
      for (const value of facetValues(rule, facet, filter)) {
        facetCounts.set(value, (facetCounts.get(value) ?? 0) + 1);
      }
    }
  }
  return { rules, counts, inTheWay: fewest([...missedBy.values()], filter) };
}

/** The filters to remove, singles or else pairs, with the largest result first. */
function fewest(missed: readonly InTheWay[], filter: FeedFilter): readonly InTheWay[] {
  const droppable = missed
    .filter(({ filters }) => filters.every((name) => name === 'q' || filter[name].length > 0))
    .sort((a, b) => b.count - a.count);
  const singles = droppable.filter(({ filters }) => filters.length === 1);
  return singles.length > 0 ? singles : droppable;
}

function facetTests(filter: FeedFilter): [Facet, Test][] {
  const tests: [Facet, Test][] = [];
  for (const facet of FACETS) {
    const values = filter[facet];
    if (facet === 'collection') {
      tests.push([
        facet,
        values.length === 0
          ? (rule) => rule.collectionInFeed
          : (rule) => values.includes(rule.collection),
      ]);
    } else if (facet === 'source') {
      tests.push([
        facet,
        values.length === 0 ? (rule) => rule.sourceInFeed : (rule) => values.includes(rule.source),
      ]);
    } else if (values.length > 0) {
      tests.push([facet, facetTest(facet, new Set(values), filter)]);
    }
  }
  return tests;
}

function facetTest(facet: Facet, values: ReadonlySet<string>, filter: FeedFilter): Test {
  switch (facet) {
    case 'technique': {
      const wanted = [...values];
      return (rule) => rule.techniques.some((id) => wanted.some((w) => isWithinTechnique(id, w)));
    }
    // The selected tables must be enough to run a query: one over two tables needs both.
    case 'table':
      return (rule) =>
        rule.queries.some(
          (query) =>
            inTargets(query.target, filter) &&
            query.tables.length > 0 &&
            query.tables.every((table) => values.has(table)),
        );
    default:
      return (rule) => facetValues(rule, facet, filter).some((value) => values.has(value));
  }
}

function inTargets(target: string, filter: FeedFilter): boolean {
  return filter.target.length === 0 || filter.target.includes(target);
}

/** The facet value of a rule that has none. */
export const UNSET = 'none';

function facetValues(rule: IndexedRule, facet: Facet, filter: FeedFilter): readonly string[] {
  switch (facet) {
    case 'level':
      return [rule.level ?? UNSET];
    case 'status':
      return [rule.status ?? UNSET];
    case 'product':
      return [rule.product ?? UNSET];
    case 'source':
      return [rule.source];
    case 'collection':
      return [rule.collection];
    case 'outcome':
      return [rule.outcome];
    case 'proof':
      return [rule.proof];
    case 'change':
      return rule.change ? [rule.change] : [];
    case 'tactic':
      return rule.tactics;
    case 'technique':
      return rule.techniquesAndParents;
    case 'target':
      return rule.targets;
    case 'table':
      return filter.target.length === 0
        ? rule.tables
        : tablesOf(rule.queries.filter((query) => inTargets(query.target, filter)));
    default:
      return facet satisfies never;
  }
}

function tablesOf(queries: readonly IndexedQuery[]): readonly string[] {
  return [...new Set(queries.flatMap((query) => query.tables))];
}

/** A sorted copy. The catalog's own order is the newest change first; `cost` is that of the shown query. */
export function sortRules(
  rules: readonly IndexedRule[],
  sort: Sort,
  search: Search,
  filter: FeedFilter,
): readonly IndexedRule[] {
  const grave = (rule: IndexedRule) => LEVELS.indexOf(rule.level as (typeof LEVELS)[number]);
  switch (sort) {
    case 'changed':
      return rules;
    case 'relevance':
      return search.hasText ? sortBy(rules, (rule) => search.rank(rule)) : rules;
    case 'level':
      return sortBy(rules, (rule) => -grave(rule));
    case 'title':
      return [...rules].sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
    case 'created':
      return [...rules].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
    case 'cost':
      return sortBy(rules, (rule) => costOf(shownQuery(rule, filter)));
    default:
      return sort satisfies never;
  }
}

/** Rules without a query come last. */
function costOf(query: IndexedQuery | null): number {
  return query?.cost ? COST_LEVELS.indexOf(query.cost) : COST_LEVELS.length;
}

function sortBy(rules: readonly IndexedRule[], key: (rule: IndexedRule) => number) {
  return rules
    .map((rule) => ({ rule, key: key(rule) }))
    .sort((a, b) => a.key - b.key)
    .map(({ rule }) => rule);
}
