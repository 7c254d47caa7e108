import type { Bitset } from './columns/bitset';
import { RULE_FACETS, type RuleColumns, type RuleFacet, ruleColumns } from './columns/rule-columns';
import type { Facet, FeedFilter } from './feed-filter';
import { QUERY_FILTERS, type QueryFilter, type QueryTest, queryTests } from './query-tests';
import type { RuleIndex } from './rule-index';
import type { Search } from './search';

/** Value → how many rules selecting it gives, among those that pass every other filter. */
export type FacetCounts = Readonly<Record<Facet, ReadonlyMap<string, number>>>;

export type FilterName = Facet | 'q' | 'env';

export interface FilterResult {
  /** The places in the index of the rules that pass. */
  readonly found: Bitset;
  readonly counts: FacetCounts;
  /**
   * If nothing is found: filters to remove, with the number of rules that would then pass. Single filters if removing one
   * is enough, otherwise pairs.
   */
  readonly inTheWay: readonly InTheWay[];
}

export interface InTheWay {
  readonly filters: readonly FilterName[];
  readonly count: number;
}

/** The rules that pass the filters and the search, and how many there are for each value of each facet. */
export function filterRules(
  index: RuleIndex,
  filter: FeedFilter,
  { matching }: Pick<Search, 'matching'>,
): FilterResult {
  const columns = ruleColumns(index);
  const passing = passingFilters(columns, filter, matching);
  const found = passing();
  const withAnyQuery = passing(...QUERY_FILTERS);
  const tests = queryTests(filter);
  const counts = {} as Record<RuleFacet, ReadonlyMap<string, number>>;
  for (const facet of RULE_FACETS) counts[facet] = columns.facet(facet).count(passing(facet));
  return {
    found,
    counts: {
      ...counts,
      target: columns.queries.countTargets(withAnyQuery, tests),
      table: columns.queries.countTables(withAnyQuery, filter.table, tests),
    },
    inTheWay: found.count() > 0 ? [] : filtersInTheWay(filter, matching !== null, passing),
  };
}

/** The rules that pass all filters but those named. */
type Passing = (...but: readonly FilterName[]) => Bitset;

function passingFilters(
  columns: RuleColumns,
  filter: FeedFilter,
  matching: Bitset | null,
): Passing {
  const sets: (readonly [FilterName, Bitset])[] = matching ? [['q', matching]] : [];
  for (const facet of RULE_FACETS) {
    const values = filter[facet];
    if (values.length > 0) sets.push([facet, columns.facet(facet).having(values)]);
    else if (facet === 'collection') sets.push([facet, columns.collectionInFeed]);
    else if (facet === 'source') sets.push([facet, columns.sourceInFeed]);
  }
  const tests = Object.entries(queryTests(filter)) as [QueryFilter, QueryTest][];
  const all = tests.length > 0 ? columns.queries.passing(tests.map(([, test]) => test)) : null;
  return (...but) => {
    const kept = tests.filter(([name]) => !but.includes(name)).map(([, test]) => test);
    const ofQueries = kept.length === tests.length ? all : columns.queries.passing(kept);
    return sets
      .filter(([name]) => !but.includes(name))
      .reduce((passed, [, set]) => passed.and(set), ofQueries ?? columns.all);
  };
}

/** The filters to remove, singles or else pairs, with the largest result first. */
function filtersInTheWay(
  filter: FeedFilter,
  hasSearch: boolean,
  passing: Passing,
): readonly InTheWay[] {
  const names: FilterName[] = [
    ...(hasSearch ? (['q'] as const) : []),
    ...RULE_FACETS.filter((facet) => filter[facet].length > 0),
    ...(filter.env ? (['env'] as const) : []),
    ...(['table', 'target'] as const).filter((facet) => filter[facet].length > 0),
  ];
  const counted = (sets: readonly (readonly FilterName[])[]) =>
    sets
      .map((filters) => ({ filters, count: passing(...filters).count() }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  const singles = counted(names.map((name) => [name]));
  if (singles.length > 0) return singles;
  return counted(names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other])));
}
