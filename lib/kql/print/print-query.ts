import type { Query, Tag } from '../tree';
import { queryLines } from './query-lines';

export interface PrintedQuery {
  readonly text: string;
  /** One-based lines that hold each tagged node, ascending. */
  readonly lines: ReadonlyMap<Tag, readonly number[]>;
}

/**
 * Prints a query the way an analyst writes one, on lines of at most 100 columns where possible. What
 * does not fit on one line breaks at its outermost structure first: one predicate per line with
 * `and`/`or` leading, one list item per line.
 */
export function printQuery(query: Query): PrintedQuery {
  const printed = queryLines(query, 0);
  const lines = new Map<Tag, number[]>();
  printed.forEach((line, at) => {
    for (const tag of line.tags) {
      const known = lines.get(tag);
      if (!known) lines.set(tag, [at + 1]);
      else if (known[known.length - 1] !== at + 1) known.push(at + 1);
    }
  });
  return { text: printed.map((line) => line.text).join('\n'), lines };
}
