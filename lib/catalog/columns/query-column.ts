import type { QueryTest, QueryTests } from '../query-tests';
import type { IndexedQuery, IndexedRule } from '../rule-index';
import type { Bitset } from './bitset';
import { Column } from './column';

type Queries = readonly IndexedQuery[];

/**
 * The queries of all rules. Thousands of rules have queries on the same targets and tables: what a filter asks of queries
 * it asks once for all rules that have the same.
 */
export class QueryColumn {
  /** For each list of queries that occurs, one rule's. */
  readonly #lists: readonly Queries[];
  readonly #column: Column;

  constructor(rules: readonly IndexedRule[]) {
    const lists = new Map<string, Queries>();
    const keys = new Map<Queries, readonly [string]>();
    for (const { queries } of rules) {
      if (keys.has(queries)) continue;
      const asked = queries.map(({ target, tables, needs }) => [target, tables, needs]);
      const key = JSON.stringify(asked);
      if (!lists.has(key)) lists.set(key, queries);
      keys.set(queries, [key]);
    }
    this.#column = new Column(rules.map(({ queries }) => keys.get(queries) ?? []));
    this.#lists = [...lists.values()];
  }

  /** The rules that have a query which passes all tests. */
  passing(tests: readonly QueryTest[]): Bitset {
    return this.#column.matching((_, code) =>
      (this.#lists[code] ?? []).some((query) => tests.every((test) => test(query))),
    );
  }

  /** For each target, how many of the rules have a query on it that passes the tests for tables. */
  countTargets(rules: Bitset, { table, env }: QueryTests): Map<string, number> {
    return this.#count(rules, (queries) =>
      passingAll(queries, [table, env]).map(({ target }) => target),
    );
  }

  /**
   * For each table, how many of the rules have a query that it completes, together with the selected tables: one over two
   * tables counts once one of them is selected. A table that completes none of their queries counts 0.
   */
  countTables(
    rules: Bitset,
    selected: readonly string[],
    { target, env }: QueryTests,
  ): Map<string, number> {
    const tablesOf = (queries: Queries) =>
      passingAll(queries, [target, env]).flatMap(({ tables }) => tables);
    const counts = this.#count(rules, (queries) =>
      passingAll(queries, [target, env]).flatMap(({ tables }) =>
        tables.filter((name) =>
          tables.every((other) => other === name || selected.includes(other)),
        ),
      ),
    );
    for (const name of this.#count(rules, tablesOf).keys()) {
      if (!counts.has(name)) counts.set(name, 0);
    }
    return counts;
  }

  /** How many of the rules have each value that `valuesOf` reads from their queries. */
  #count(rules: Bitset, valuesOf: (queries: Queries) => readonly string[]): Map<string, number> {
    const sizes = this.#column.countCodes(rules);
    const counts = new Map<string, number>();
    for (const [code, size] of sizes.entries()) {
      if (size === 0) continue;
      for (const value of new Set(valuesOf(this.#lists[code] ?? []))) {
        counts.set(value, (counts.get(value) ?? 0) + size);
      }
    }
    return counts;
  }
}

function passingAll(queries: Queries, tests: readonly (QueryTest | undefined)[]): Queries {
  return queries.filter((query) => tests.every((test) => test?.(query) ?? true));
}
