import type { QueryFacts } from './query-facts';

/** Tables with the same columns, and columns that only some queries over them make. */
export interface ColumnSource {
  readonly tables: readonly string[];
  readonly computed: ReadonlySet<string>;
}

/**
 * Whether the result of a query has a column of a table, or one that only some queries make. Without
 * facts it has none.
 */
export function resultColumnTest(
  facts: QueryFacts | null,
  { tables, computed }: ColumnSource,
): (column: string) => boolean {
  const own = new Set(facts?.columns ?? []);
  const passes = facts !== null && facts.passes !== null && tables.includes(facts.passes);
  return (column) => own.has(column) || (passes && !computed.has(column));
}
