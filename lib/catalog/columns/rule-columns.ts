import { LEVELS } from '@/lib/sigma/types';
import { FACETS, type Facet } from '../feed-filter';
import { onceFor } from '../once-for';
import { QUERY_FILTERS, type QueryFilter } from '../query-tests';
import type { IndexedRule, RuleIndex } from '../rule-index';
import { Bitset } from './bitset';
import { Column } from './column';
import { QueryColumn } from './query-column';

/** The facets of a rule itself; those of QUERY_FILTERS ask for one of its queries. */
export type RuleFacet = Exclude<Facet, QueryFilter>;

/** The facet value of a rule that has none. */
export const UNSET = 'none';

const VALUES: Readonly<Record<RuleFacet, (rule: IndexedRule) => readonly string[]>> = {
  level: ({ level }) => [level ?? UNSET],
  status: ({ status }) => [status ?? UNSET],
  product: ({ product }) => [product ?? UNSET],
  source: ({ source }) => [source],
  collection: ({ collection }) => [collection],
  outcome: ({ outcome }) => [outcome],
  proof: ({ proof }) => [proof],
  change: ({ change }) => (change ? [change] : []),
  tactic: ({ tactics }) => tactics,
  technique: ({ techniquesAndParents }) => techniquesAndParents,
  threat: ({ threats }) => threats,
  cve: ({ cves }) => cves,
};

export const RULE_FACETS = FACETS.filter(
  (facet): facet is RuleFacet => !QUERY_FILTERS.some((name) => name === facet),
);

/** The orders in which lists of rules are. */
const ORDERS = {
  level: (one, other) => gravity(other) - gravity(one),
  title: (one, other) => compare(one.title, other.title),
  created: (one, other) => compare(other.date ?? '', one.date ?? ''),
} as const satisfies Record<string, (one: IndexedRule, other: IndexedRule) => number>;
export type Order = keyof typeof ORDERS;

const gravity = ({ level }: IndexedRule) => LEVELS.indexOf(level as (typeof LEVELS)[number]);
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/**
 * The rules of an index property by property, so that a question looks at the numbers of one property and not at
 * each rule. A rule's place is where it is in `index.rules`.
 */
export interface RuleColumns {
  readonly size: number;
  readonly all: Bitset;
  readonly queries: QueryColumn;
  readonly placeOf: ReadonlyMap<string, number>;
  facet(facet: RuleFacet): Column;
  /** The rules that are in the feed unless their collection or source is asked for. */
  readonly collectionInFeed: Bitset;
  readonly sourceInFeed: Bitset;
  /** The places in an order; equals as the index has them. */
  order(order: Order): Uint32Array;
  /** Other values of the rules, read once for each name. */
  column(name: string, values: (rule: IndexedRule) => readonly string[]): Column;
  numbers(name: string, read: (rule: IndexedRule) => number): Float64Array;
}

/** The columns of an index, made when they are first asked for and kept as long as it. */
export const ruleColumns = onceFor(({ rules }: RuleIndex): RuleColumns => {
  const size = rules.length;
  const columns = new Map<string, Column>();
  const orders = new Map<Order, Uint32Array>();
  const numbers = new Map<string, Float64Array>();
  const column: RuleColumns['column'] = (name, values) =>
    kept(columns, name, () => new Column(rules.map(values)));
  return {
    size,
    all: Bitset.all(size),
    queries: new QueryColumn(rules),
    placeOf: new Map(rules.map(({ id }, place) => [id, place])),
    facet: (facet) => column(facet, VALUES[facet]),
    collectionInFeed: Bitset.where(size, (place) => rules[place]?.collectionInFeed === true),
    sourceInFeed: Bitset.where(size, (place) => rules[place]?.sourceInFeed === true),
    order: (order) => kept(orders, order, () => placesBy(rules, ORDERS[order])),
    column,
    numbers: (name, read) => kept(numbers, name, () => Float64Array.from(rules, read)),
  };
});

function kept<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function placesBy(
  rules: readonly IndexedRule[],
  order: (one: IndexedRule, other: IndexedRule) => number,
): Uint32Array {
  const places = Uint32Array.from(rules.keys());
  return places.sort((a, b) => order(rules[a] as IndexedRule, rules[b] as IndexedRule) || a - b);
}
