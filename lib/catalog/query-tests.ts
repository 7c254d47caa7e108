import type { OwnTables } from '@/lib/own-tables/own-tables';
import type { FeedFilter } from './feed-filter';
import { onceFor } from './once-for';
import type { IndexedQuery } from './rule-index';

/** The filters that look at a rule's queries: a rule passes them if one of its queries passes all. */
export const QUERY_FILTERS = ['target', 'table', 'env'] as const;
export type QueryFilter = (typeof QUERY_FILTERS)[number];

export type QueryTest = (query: IndexedQuery) => boolean;
/** The tests of the filters that are set. */
export type QueryTests = Readonly<Partial<Record<QueryFilter, QueryTest>>>;

/** What a feed filter asks of a query. */
export const queryTests = onceFor(
  ({ target, table, env }: FeedFilter): QueryTests => ({
    ...(target.length > 0 && { target: onTarget(target) }),
    ...(table.length > 0 && { table: onTables(table) }),
    ...(env && { env: runsWith(env) }),
  }),
);

/** Passes the queries for one of the targets. */
export function onTarget(targets: readonly string[]): QueryTest {
  return ({ target }) => targets.includes(target);
}

/** Passes the queries that these tables are enough for: one over two tables needs both. */
export function onTables(tables: Iterable<string>): QueryTest {
  const selected = new Set(tables);
  return (query) => query.tables.length > 0 && query.tables.every((table) => selected.has(table));
}

/** Passes the queries that run with one's own tables. */
export function runsWith(own: OwnTables): QueryTest {
  const sentinel = new Set(own.sentinel);
  const defender = new Set(own.defender);
  return ({ target, needs }) => {
    const has = target === 'defender-xdr' ? defender : sentinel;
    return needs.length > 0 && needs.every((tables) => tables.some((table) => has.has(table)));
  };
}
