import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bitset } from './columns/bitset';
import {
  FACETS,
  type FeedFilter,
  NO_FILTER,
  parseFeedFilter,
  type SearchParams,
  type Sort,
} from './feed-filter';
import { filterRules } from './filter-rules';
import { queryTests } from './query-tests';
import type { IndexedQuery, IndexedRule, RuleIndex } from './rule-index';
import { isWithinTechnique, type Search } from './search';
import { rulesAt, sortRules } from './sort-rules';

const query = (target: IndexedQuery['target'], ...tables: string[]): IndexedQuery => ({
  target,
  outcome: 'exact',
  table: tables[0] ?? null,
  tables,
  needs: tables.map((table) => [table]),
  cost: 'cheap',
  primary: true,
});

function rule(id: string, given: Partial<IndexedRule> = {}): IndexedRule {
  const queries = given.queries ?? [];
  const techniques = given.techniques ?? [];
  return {
    id,
    kind: 'detection',
    title: id,
    level: 'medium',
    status: 'test',
    product: 'windows',
    category: null,
    service: null,
    collection: 'rules',
    source: 'sigmahq',
    sourceInFeed: true,
    collectionInFeed: true,
    inFeed: true,
    author: null,
    license: null,
    sourceLabel: 'starter',
    commit: null,
    path: `rules/${id}.yml`,
    hypothesis: '',
    date: null,
    changedAt: new Date(0),
    firstSyncId: 1,
    changedSyncId: 1,
    change: null,
    techniques,
    techniquesAndParents: [
      ...new Set(techniques.flatMap((each) => [each, each.replace(/\..*/, '')])),
    ],
    tactics: [],
    cves: [],
    threats: [],
    queries,
    targets: queries.map(({ target }) => target),
    tables: queries.flatMap(({ tables }) => tables),
    outcome: 'exact',
    proof: 'checked',
    ...given,
  };
}

function filterBy(rules: readonly IndexedRule[], params: SearchParams, search = everything) {
  const index = indexOf(rules);
  const result = filterRules(index, parseFeedFilter(params), search);
  return { ...result, ids: rulesAt(index, result.found).map(({ id }) => id) };
}

const indexOf = (rules: readonly IndexedRule[]) =>
  ({ syncId: 1, rules, tactics: [], tables: [] }) as unknown as RuleIndex;

const everything: Search = {
  mistakes: [],
  hasText: false,
  terms: [],
  matching: null,
  rank: () => 0,
};

const rules = [
  rule('a', { level: 'high', techniques: ['T1059.001'], queries: [query('sentinel', 'Event')] }),
  rule('b', { level: 'high', techniques: ['T1003'], queries: [query('defender-xdr', 'X', 'Y')] }),
  rule('c', { level: 'low', techniques: ['T1059'], queries: [query('sentinel', 'Syslog')] }),
  rule('d', { level: 'low', collection: 'deprecated', collectionInFeed: false, inFeed: false }),
];

describe('filterRules', () => {
  it('leaves out rules that are not in the feed, unless their collection is selected', () => {
    expect(filterBy(rules, {}).ids).toEqual(['a', 'b', 'c']);
    expect(filterBy(rules, { collection: 'deprecated' }).ids).toEqual(['d']);
  });

  it('counts a technique with its sub-techniques, but not the other way round', () => {
    expect(filterBy(rules, { technique: 'T1059' }).ids).toEqual(['a', 'c']);
    expect(filterBy(rules, { technique: 'T1059.001' }).ids).toEqual(['a']);
    expect(filterBy(rules, {}).counts.technique.get('T1059')).toBe(2);
  });

  it('counts each facet over the rules that pass the other filters', () => {
    const { counts } = filterBy(rules, { level: 'high', technique: 'T1059' });
    expect([...counts.level]).toEqual([
      ['high', 1],
      ['low', 1],
    ]);
    expect(counts.technique.get('T1003')).toBe(1);
    expect(counts.product.get('windows')).toBe(1);
  });

  it('counts a collection outside the feed, although none of its rules is shown', () => {
    expect(filterBy(rules, {}).counts.collection.get('deprecated')).toBe(1);
  });

  it('requires the selected tables to be enough for a whole query', () => {
    expect(filterBy(rules, { table: ['X'] }).ids).toEqual([]);
    expect(filterBy(rules, { table: ['X', 'Y', 'Event'] }).ids).toEqual(['a', 'b']);
  });

  it('counts tables of the selected targets only', () => {
    const { counts } = filterBy(rules, { target: 'sentinel' });
    expect([...counts.table.keys()]).toEqual(['Event', 'Syslog']);
  });

  it('suggests single filters to remove, the largest result first', () => {
    const more = [...rules, rule('e', { level: 'high', techniques: ['T1003'] })];
    const result = filterBy(more, { technique: 'T1003', level: 'low', product: 'windows' });
    expect(result.ids).toEqual([]);
    expect(result.inTheWay).toEqual([
      { filters: ['level'], count: 2 },
      { filters: ['technique'], count: 1 },
    ]);
  });

  it('suggests removing the search too', () => {
    const nothing = { ...everything, matching: Bitset.none(rules.length) };
    expect(filterBy(rules, { level: 'high' }, nothing).inTheWay).toEqual([
      { filters: ['q'], count: 2 },
    ]);
  });

  it('suggests pairs if removing one filter is not enough', () => {
    const result = filterBy(rules, { technique: 'T1003', level: 'low', product: 'linux' });
    expect(result.inTheWay).toEqual([
      { filters: ['level', 'product'], count: 1 },
      { filters: ['technique', 'product'], count: 1 },
    ]);
  });
});

describe('one’s own tables', () => {
  const parser = {
    ...query('sentinel-asim', '_Im_Dns'),
    needs: [['_Im_Dns', 'Event', 'DnsEvents']],
  };
  const own = [
    rule('both', { queries: [query('defender-xdr', 'DeviceA', 'DeviceB')] }),
    rule('event', { queries: [query('sentinel', 'Event'), query('defender-xdr', 'DeviceA')] }),
    rule('dns', { queries: [parser] }),
    rule('none'),
  ];

  it('leave the rules that they are enough for', () => {
    expect(filterBy(own, { env: 'Event' }).ids).toEqual(['event', 'dns']);
    expect(filterBy(own, { env: 'DnsEvents' }).ids).toEqual(['dns']);
    expect(filterBy(own, { env: '_Im_Dns' }).ids).toEqual(['dns']);
    expect(filterBy(own, { env: 'DeviceA.DeviceB' }).ids).toEqual(['both', 'event']);
  });

  it('are those of the service on which a query runs', () => {
    expect(filterBy(own, { env: 'DeviceA-' }).ids).toEqual([]);
    expect(filterBy(own, { env: '-DeviceA' }).ids).toEqual(['event']);
  });

  it('are asked of the same query as a target and a table', () => {
    expect(filterBy(own, { env: 'Event', target: 'defender-xdr' }).ids).toEqual([]);
    expect(filterBy(own, { env: 'Event', target: 'defender-xdr' }).inTheWay).toEqual([
      { filters: ['env'], count: 2 },
      { filters: ['target'], count: 2 },
    ]);
    expect(filterBy(own, { table: 'DeviceA', target: 'sentinel' }).inTheWay).toEqual([
      { filters: ['table'], count: 1 },
      { filters: ['target'], count: 1 },
    ]);
  });

  it('leave the counts of what still runs', () => {
    const { counts } = filterBy(own, { env: 'Event.DeviceA' });
    expect([...counts.target]).toEqual([
      ['sentinel', 1],
      ['defender-xdr', 1],
      ['sentinel-asim', 1],
    ]);
    expect([...counts.table]).toEqual([
      ['Event', 1],
      ['DeviceA', 1],
      ['_Im_Dns', 1],
    ]);
  });
});

const anyTable = fc.constantFrom('A', 'B', 'C');
const anyQuery = fc
  .tuple(fc.constantFrom('sentinel' as const, 'defender-xdr' as const), fc.uniqueArray(anyTable))
  .map(([target, tables]) => query(target, ...tables));
const anyRule = fc
  .record({
    level: fc.constantFrom('low', 'high', null),
    product: fc.constantFrom('windows', 'linux', null),
    techniques: fc.uniqueArray(fc.constantFrom('T1059', 'T1059.001', 'T1003')),
    threats: fc.uniqueArray(fc.constantFrom('APT29', 'APT28')),
    queries: fc.array(anyQuery, { maxLength: 3 }),
    collection: fc.constantFrom('rules', 'deprecated'),
  })
  .map((given) => rule('r', { ...given, collectionInFeed: given.collection === 'rules' }));

describe('what is found', () => {
  const some = (...values: string[]) =>
    fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });

  it('is what asking each rule finds', () => {
    const params = fc.record(
      {
        level: some('low', 'high', 'none'),
        product: some('windows', 'linux', 'none'),
        technique: some('T1059', 'T1059.001', 'T1003'),
        threat: some('APT29', 'APT28'),
        collection: some('rules', 'deprecated'),
        target: some('sentinel', 'defender-xdr'),
        table: some('A', 'B', 'C'),
        env: fc.constantFrom('A', 'A.B', 'B-', '-C.A'),
      },
      { requiredKeys: [] },
    );
    const matching = fc.option(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 40 }), params, matching, (given, asked, hits) => {
        const named = given.map((each, at) => ({ ...each, id: String(at) }));
        const set = hits && Bitset.where(named.length, (place) => hits[place] === true);
        const filter = parseFeedFilter(asked);
        const expected = named.filter((each, at) => passes(each, filter) && (hits?.[at] ?? true));
        const found = filterBy(named, asked, { ...everything, matching: set });
        expect(found.ids).toEqual(expected.map(({ id }) => id));
      }),
    );
  });

  /** The filter as its words say, rule by rule. */
  function passes(each: IndexedRule, filter: FeedFilter): boolean {
    const has = (values: readonly string[], value: string | null) =>
      values.length === 0 || values.includes(value ?? 'none');
    const tests = Object.values(queryTests(filter));
    return (
      has(filter.level, each.level) &&
      has(filter.product, each.product) &&
      (filter.collection.length > 0
        ? filter.collection.includes(each.collection)
        : each.collectionInFeed) &&
      (filter.threat.length === 0 || each.threats.some((name) => filter.threat.includes(name))) &&
      (filter.technique.length === 0 ||
        each.techniques.some((id) => filter.technique.some((one) => isWithinTechnique(id, one)))) &&
      (tests.length === 0 || each.queries.some((one) => tests.every((test) => test(one))))
    );
  }
});

describe('counts', () => {
  it('of a table are of the rules that it completes a query of', () => {
    const two = rule('two', { queries: [query('sentinel', 'A', 'B')] });
    const one = rule('one', { queries: [query('sentinel', 'A')] });
    const table = (params: SearchParams) => filterBy([two, one], params).counts.table;
    expect(table({})).toEqual(
      new Map([
        ['A', 1],
        ['B', 0],
      ]),
    );
    expect(table({ table: 'A' })).toEqual(
      new Map([
        ['A', 1],
        ['B', 1],
      ]),
    );
    expect(filterBy([two, one], { table: ['A', 'B'] }).ids).toEqual(['two', 'one']);
  });

  it('are what selecting the value gives, whatever else is selected', () => {
    const others = fc.record(
      {
        level: fc.constant('high'),
        target: fc.constantFrom('sentinel', 'defender-xdr'),
        table: fc.uniqueArray(anyTable, { minLength: 1 }),
        technique: fc.constant('T1059'),
        env: fc.constantFrom('A', 'A.B', 'B-', '-C.A'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 12 }), others, (given, params) => {
        const { counts } = filterBy(given, params);
        for (const facet of FACETS) {
          if (Object.hasOwn(params, facet)) continue;
          for (const [value, count] of counts[facet]) {
            expect(filterBy(given, { ...params, [facet]: value }).ids.length, facet).toBe(count);
          }
        }
      }),
    );
  });
});

describe('sortRules', () => {
  const sorted = (
    list: readonly IndexedRule[],
    sort: Sort,
    search = everything,
    filter = NO_FILTER,
  ) => sortRules(indexOf(list), Bitset.all(list.length), sort, search, filter).map(({ id }) => id);

  it('sorts by the cost of the query that the list shows, rules without one last', () => {
    const costing = (id: string, ...queries: IndexedQuery[]) => rule(id, { queries });
    const sentinel = query('sentinel', 'Event');
    const listed = [
      costing('none'),
      costing('heavy', { ...sentinel, cost: 'heavy' }),
      costing(
        'both',
        { ...query('defender-xdr', 'DeviceEvents'), cost: 'cheap' },
        { ...sentinel, cost: 'moderate' },
      ),
      costing('cheap', sentinel),
    ];
    const order = (filter: SearchParams) =>
      sorted(listed, 'cost', everything, parseFeedFilter(filter));
    expect(order({})).toEqual(['both', 'cheap', 'heavy', 'none']);
    expect(order({ target: 'sentinel' })).toEqual(['cheap', 'both', 'heavy', 'none']);
  });

  it('sorts by level, and keeps the order of equals', () => {
    expect(sorted(rules, 'level')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sorts by relevance only for a text search', () => {
    const search = {
      ...everything,
      hasText: true,
      rank: (place: number) => -place,
    };
    expect(sorted(rules, 'relevance', search)).toEqual(['d', 'c', 'b', 'a']);
    expect(sorted(rules, 'relevance')).toEqual(['a', 'b', 'c', 'd']);
  });
});
