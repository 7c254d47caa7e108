/** Rows of one statement: SQLite limits the number of its parameters. */
export const CHUNK = 250;

/** The items in lists of at most `CHUNK`. */
export function chunks<Item>(items: readonly Item[]): Item[][] {
  const result: Item[][] = [];
  for (let at = 0; at < items.length; at += CHUNK) result.push(items.slice(at, at + CHUNK));
  return result;
}
