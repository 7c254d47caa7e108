import { ANY, ONE } from '@/lib/sigma';

/*
 * Rules hold two symbols for wildcards, which neither JSON nor a structured clone carries to a worker
 * thread.
 */

const SYMBOLS: readonly (readonly [symbol: symbol, name: string])[] = [
  [ANY, 'any'],
  [ONE, 'one'],
];

/** A value that holds rules, as JSON. Maps become lists of their entries. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'symbol') {
      return { $symbol: SYMBOLS.find(([symbol]) => symbol === inner)?.[1] };
    }
    return inner instanceof Map ? { $map: [...inner] } : inner;
  });
}

export function fromJson<T>(json: string): T {
  return JSON.parse(json, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null) return inner;
    if ('$symbol' in inner) return SYMBOLS.find(([, name]) => name === inner.$symbol)?.[0];
    return '$map' in inner ? new Map(inner.$map as [unknown, unknown][]) : inner;
  }) as T;
}
