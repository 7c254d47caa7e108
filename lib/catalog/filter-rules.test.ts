import { describe, expect, it } from 'vitest';
import { NO_FILTER, parseFeedFilter, type SearchParams } from './feed-filter';
import { filterRules, sortRules } from './filter-rules';
import type { IndexedQuery, IndexedRule, RuleIndex } from './rule-index';
import type { Search } from './search';

const query = (target: IndexedQuery['target'], ...tables: string[]): IndexedQuery => ({
  target,
  outcome: 'exact',
  table: tables[0] ?? null,
  tables,
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
    hypothesis: '',
    date: null,
    changedAt: new Date(0),
    change: null,
    techniques,
    techniquesAndParents: [
      ...new Set(techniques.flatMap((each) => [each, each.replace(/\..*/, '')])),
    ],
    tactics: [],
    queries,
    targets: queries.map(({ target }) => target),
    tables: queries.flatMap(({ tables }) => tables),
    outcome: 'exact',
    proof: 'checked',
    ...given,
  };
}

function filterBy(rules: readonly IndexedRule[], params: SearchParams, search = everything) {
  const index = { syncId: 1, rules, tactics: [], tables: [] } as unknown as RuleIndex;
  const result = filterRules(index, parseFeedFilter(params), search);
  return { ...result, ids: result.rules.map(({ id }) => id) };
}

const everything: Search = { mistakes: [], hasText: false, matches: () => true, rank: () => 0 };

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
    const nothing = { ...everything, matches: () => false };
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

describe('sortRules', () => {
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
      sortRules(listed, 'cost', everything, parseFeedFilter(filter)).map(({ id }) => id);
    expect(order({})).toEqual(['both', 'cheap', 'heavy', 'none']);
    expect(order({ target: 'sentinel' })).toEqual(['cheap', 'both', 'heavy', 'none']);
  });

  it('sorts by level, and keeps the order of equals', () => {
    const ids = sortRules(rules, 'level', everything, NO_FILTER).map(({ id }) => id);
    expect(ids).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sorts by relevance only for a text search', () => {
    const search = {
      ...everything,
      hasText: true,
      rank: ({ id }: IndexedRule) => -id.charCodeAt(0),
    };
    expect(sortRules(rules, 'relevance', search, NO_FILTER)[0]?.id).toBe('d');
    expect(sortRules(rules, 'relevance', everything, NO_FILTER)).toBe(rules);
  });
});
