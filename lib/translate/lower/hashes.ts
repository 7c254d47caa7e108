import type { Pattern } from '@/lib/sigma';
import { shapeOf } from './pattern';

/**
 * Sysmon writes all hashes of a file into one field, `MD5=…,SHA256=…,IMPHASH=…`; tables have a column
 * for each. A Sigma value names the algorithm, or is a bare hash whose length shows it.
 */
export type HashTests =
  | {
      readonly kind: 'columns';
      /** The value may be any of these (MD5 and IMPHASH have the same length). Otherwise all must hold. */
      readonly any: boolean;
      readonly of: readonly { algorithm: string; value: string; whole: boolean }[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

const LENGTHS = new Map(
  Object.entries<number>({
    MD5: 32,
    IMPHASH: 32,
    SHA1: 40,
    SHA256: 64,
    SHA512: 128,
  }),
);

export function lowerHash(
  pattern: Pattern,
  algorithmsThere: { has(algorithm: string): boolean },
  field: string,
): HashTests {
  const shape = shapeOf(pattern);
  if (shape.kind === 'empty' || shape.kind === 'any' || shape.kind === 'wildcards') {
    return {
      kind: 'refused',
      reason: 'has one column for each hash algorithm, and the value names no algorithm',
    };
  }
  const of: { algorithm: string; value: string; whole: boolean }[] = [];
  let any = false;
  for (const part of shape.text.split(/[,|]/).map((one) => one.trim())) {
    if (part === '') continue;
    const named = /^([A-Za-z0-9]+)=([0-9A-Fa-f]+)$/.exec(part);
    const bare = /^[0-9A-Fa-f]+$/.test(part) ? part : null;
    if (named) {
      const algorithm = (named[1] ?? '').toUpperCase();
      const value = named[2] ?? '';
      if (!algorithmsThere.has(algorithm))
        return { kind: 'refused', reason: `has no ${algorithm} hash` };
      of.push({ algorithm, value, whole: value.length === LENGTHS.get(algorithm) });
    } else if (bare !== null) {
      const algorithms = [...LENGTHS.keys()].filter((name) => LENGTHS.get(name) === bare.length);
      const own = field.toUpperCase();
      const asked = algorithms.filter((name) => name === own);
      const found = (asked.length > 0 ? asked : algorithms).filter((name) =>
        algorithmsThere.has(name),
      );
      if (found.length === 0) {
        return { kind: 'refused', reason: `has no hash with ${bare.length} digits` };
      }
      any = found.length > 1;
      for (const name of found) {
        of.push({ algorithm: name, value: bare, whole: true });
      }
    } else
      return {
        kind: 'refused',
        reason: `has one column for each hash algorithm, and '${part}' is not an algorithm`,
      };
  }
  if (of.length === 0) return { kind: 'refused', reason: 'has no column for this hash' };
  return { kind: 'columns', any, of };
}
