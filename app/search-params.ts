import type { SearchParams } from '@/lib/catalog/feed-filter';

/** Parameters in the form that pages receive them: each name with all its values. */
export function searchParamsOf(params: URLSearchParams): SearchParams {
  const values = new Map<string, string[]>();
  for (const [name, value] of params) {
    const list = values.get(name);
    if (list) list.push(value);
    else values.set(name, [value]);
  }
  return Object.fromEntries(values);
}

/** The first value of a parameter; empty if it has none. */
export function firstOf(value: SearchParams[string]): string {
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
}
