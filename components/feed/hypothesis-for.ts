/**
 * A hypothesis that names the table of the query beside it. It was written for the query to run first;
 * a reader who asked for another table or target must not be sent to that one.
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
