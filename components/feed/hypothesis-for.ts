/**
 * The hypothesis with the table of the shown query in place of the one it was written for, so that text
 * and query name the same table. Unchanged without a shown query.
 */
export function hypothesisFor(
  hypothesis: string,
  tables: readonly string[],
  shown: string | null | undefined,
): string {
  if (!shown) return hypothesis;
  return hypothesis.replace(/\(`([^`]+)`\)|(?<=runs over )`([^`]+)`/, (whole, aside, over) =>
    tables.includes(aside ?? over) ? whole.replace(aside ?? over, () => shown) : whole,
  );
}
