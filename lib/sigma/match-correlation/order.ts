import type { Hit } from './hit';

export function appearsInOrder(way: readonly number[], window: readonly Hit[]): boolean {
  let next = 0;
  for (const { rule } of window) if (rule === way[next]) next++;
  return next === way.length;
}

/** How many of the rules appear in the order in which the correlation lists them. */
export function longestInOrder(hits: readonly Hit[]): number {
  // For each rule, the longest ordered run that ends with it.
  const rules = hits.reduce((most, { rule }) => Math.max(most, rule + 1), 0);
  const best: number[] = Array(rules).fill(0);
  for (const { rule } of hits) {
    const before = best.slice(0, rule).reduce((most, length) => Math.max(most, length), 0);
    best[rule] = Math.max(best[rule] ?? 0, 1 + before);
  }
  return best.reduce((most, length) => Math.max(most, length), 0);
}
