import type { QueryFacts } from '@/lib/kql/query-facts';
import type { PivotFile } from './file-schema';

/** The event ids that a query's filters leave; null if they leave more than a few. */
export function eventsLeft(facts: QueryFacts | null): readonly number[] | null {
  return facts?.left.find(({ column }) => column === 'EventID')?.values.map(Number) ?? null;
}

/**
 * How many of the matches of a query have a value in a column, as far as is known of the events that its filters
 * leave and of the product of its rule.
 */
export function filledTest(
  { filled }: PivotFile,
  facts: QueryFacts | null,
  product: string | null | undefined,
): (column: string) => 'all' | 'some' | 'none' {
  const events = eventsLeft(facts);
  return (column) => {
    for (const { columns, events: only, exceptEvents, products, exceptProducts } of filled) {
      if (!columns.includes(column)) continue;
      if (products) return product && products.includes(product) ? 'all' : 'none';
      if (exceptProducts) return product && exceptProducts.includes(product) ? 'none' : 'all';
      if (!events) return 'some';
      const having = events.filter((id) => only?.includes(id) ?? !exceptEvents?.includes(id));
      if (having.length < events.length) return having.length > 0 ? 'some' : 'none';
    }
    return 'all';
  };
}
