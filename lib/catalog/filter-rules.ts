import { LEVELS } from '@/lib/sigma/types';
import { COST_LEVELS } from '@/lib/translate/types';
import { FACETS, type Facet, type FeedFilter, type Sort } from './feed-filter';
import { QUERY_FILTERS, type QueryFilter, type QueryTests, queryTests } from './query-tests';
import type { IndexedQuery, IndexedRule, RuleIndex } from './rule-index';
import { isWithinTechnique, type Search } from './search';
import { shownQuery } from './shown-query';

/** Value → how many rules selecting it gives, among those that pass every other filter. */
export type FacetCounts = Readonly<Record<Facet, ReadonlyMap<string, number>>>;

export type FilterName = Facet | 'q' | 'env';

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
  readonly filters: readonly FilterName[];
  readonly count: number;
}

type RuleFacet = Exclude<Facet, QueryFilter>;
const RULE_FACETS = FACETS.filter(
  (facet): facet is RuleFacet => !QUERY_FILTERS.some((name) => name === facet),
);

type Counts = Record<Facet, Map<string, number>>;
type Test = (rule: IndexedRule) => boolean;

/**
 * One pass over the catalog. A rule that fails no filter is a result and counts everywhere; a rule
 * that fails exactly one counts in that filter's own facet only, which makes every facet's counts
 * follow the others.
 */
export function filterRules(index: RuleIndex, filter: FeedFilter, search: Search): FilterResult {
  const tests = ruleTests(filter);
  const ofQueries = queryTests(filter);
  const asksQueries = Object.keys(ofQueries).length > 0;
  const rules: IndexedRule[] = [];
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()])) as Counts;
  const missedBy = new Map<string, InTheWay>();

  for (const rule of index.rules) {
    const failed = failedBy(rule, search, tests);
    if (failed.length > 2) continue;
    const missed = asksQueries ? missedByQueries(rule, ofQueries) : NOTHING_MISSED;
    const runs = missed.some((filters) => filters.length === 0);
    if (failed.length === 0 && runs) rules.push(rule);
    else for (const filters of missed) countMissed(missedBy, [...failed, ...filters]);
    if (runs) countRuleFacets(counts, rule, failed);
    if (failed.length === 0) countQueryFacets(counts, rule, filter, ofQueries);
  }
  return { rules, counts, inTheWay: fewest([...missedBy.values()], filter) };
}

/** The search and the facets that a rule fails; three of them stand for more. */
function failedBy(
  rule: IndexedRule,
  search: Search,
  tests: readonly [RuleFacet, Test][],
): readonly (RuleFacet | 'q')[] {
  const failed: (RuleFacet | 'q')[] = search.matches(rule) ? [] : ['q'];
  for (const [facet, test] of tests) {
    if (failed.length > 2) break;
    if (!test(rule)) failed.push(facet);
  }
  return failed;
}

/** Counts a rule in every facet, or in the only one that it fails. */
function countRuleFacets(
  counts: Counts,
  rule: IndexedRule,
  [first, second]: readonly (RuleFacet | 'q')[],
): void {
  if (first === 'q' || second !== undefined) return;
  for (const facet of first === undefined ? RULE_FACETS : [first]) {
    for (const value of facetValues(rule, facet)) add(counts[facet], value);
  }
}

function add(counts: Map<string, number>, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function countMissed(missedBy: Map<string, InTheWay>, filters: readonly FilterName[]): void {
  if (filters.length === 0 || filters.length > 2) return;
  const key = filters.join();
  missedBy.set(key, { filters, count: (missedBy.get(key)?.count ?? 0) + 1 });
}

const NOTHING_MISSED: readonly QueryFilter[][] = [[]];

/** The smallest sets of query filters that keep a rule out; one empty set if a query passes them all. */
function missedByQueries(rule: IndexedRule, tests: QueryTests): readonly QueryFilter[][] {
  const names = QUERY_FILTERS.filter((name) => tests[name]);
  let best: QueryFilter[][] = [names];
  for (const query of rule.queries) {
    const failed = names.filter((name) => !tests[name]?.(query));
    const size = best[0]?.length ?? 0;
    if (failed.length < size) best = [failed];
    else if (failed.length === size && !best.some((each) => each.join() === failed.join())) {
      best.push(failed);
    }
  }
  return best;
}

/**
 * Counts a rule for its targets and tables. A table counts the rules whose query it completes, together
 * with the selected ones: a query over two tables counts once one of them is selected.
 */
function countQueryFacets(
  counts: Counts,
  rule: IndexedRule,
  { table: selected }: FeedFilter,
  { target, table, env }: QueryTests,
): void {
  const targets: string[] = [];
  const tables: string[] = [];
  for (const query of rule.queries) {
    if (env && !env(query)) continue;
    if (!targets.includes(query.target) && (!table || table(query))) targets.push(query.target);
    if (target && !target(query)) continue;
    for (const name of query.tables) {
      if (tables.includes(name)) continue;
      if (query.tables.every((other) => other === name || selected.includes(other))) {
        tables.push(name);
      } else if (!counts.table.has(name)) counts.table.set(name, 0);
    }
  }
  for (const name of targets) add(counts.target, name);
  for (const name of tables) add(counts.table, name);
}

/** The filters to remove, singles or else pairs, with the largest result first. */
function fewest(missed: readonly InTheWay[], filter: FeedFilter): readonly InTheWay[] {
  const isSet = (name: FilterName) =>
    name === 'q' || (name === 'env' ? filter.env !== null : filter[name].length > 0);
  const droppable = missed
    .filter(({ filters }) => filters.every(isSet))
    .sort((a, b) => b.count - a.count);
  const singles = droppable.filter(({ filters }) => filters.length === 1);
  return singles.length > 0 ? singles : droppable;
}

function ruleTests(filter: FeedFilter): [RuleFacet, Test][] {
  const tests: [RuleFacet, Test][] = [];
  for (const facet of RULE_FACETS) {
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
      tests.push([facet, facetTest(facet, new Set(values))]);
    }
  }
  return tests;
}

function facetTest(facet: RuleFacet, values: ReadonlySet<string>): Test {
  if (facet === 'technique') {
    const wanted = [...values];
    return (rule) => rule.techniques.some((id) => wanted.some((w) => isWithinTechnique(id, w)));
  }
  return (rule) => facetValues(rule, facet).some((value) => values.has(value));
}

/** The facet value of a rule that has none. */
export const UNSET = 'none';

function facetValues(rule: IndexedRule, facet: RuleFacet): readonly string[] {
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
    case 'threat':
      return rule.threats;
    case 'cve':
      return rule.cves;
    default:
      return facet satisfies never;
  }
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
