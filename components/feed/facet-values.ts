export interface FacetValue {
  readonly value: string;
  readonly count: number;
  readonly checked: boolean;
}

/**
 * The values that a facet offers: first those in `order`, then selected values that no rule has, then
 * the rest by count. Of the rest, only the `limit` most frequent and the selected ones are kept.
 */
export function facetValues(
  counts: ReadonlyMap<string, number>,
  selected: readonly string[],
  { order = [], limit = Number.POSITIVE_INFINITY }: { order?: readonly string[]; limit?: number },
): FacetValue[] {
  const others = [...counts.keys()]
    .filter((value) => !order.includes(value))
    .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b));
  const kept = new Set([...order, ...selected, ...others.slice(0, limit)]);
  const toValue = (value: string): FacetValue => ({
    value,
    count: counts.get(value) ?? 0,
    checked: selected.includes(value),
  });
  const missing = selected.filter((value) => !order.includes(value) && !counts.has(value));
  return [
    ...order.map(toValue),
    ...missing.map(toValue),
    ...others.filter((value) => kept.has(value)).map(toValue),
  ];
}
