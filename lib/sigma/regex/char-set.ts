import { groupBy } from '@/lib/group-by';
import { foldCharacter } from '../fold';

/** A set of code points as sorted, disjoint, inclusive ranges: `[from, to, from, to, …]`. */
export type CharSet = readonly number[];

/** The last code point there is. */
export const LAST = 0x10ffff;

export const DIGITS: CharSet = [0x30, 0x39];
export const WORD: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
export const SPACE: CharSet = [0x09, 0x0d, 0x20, 0x20];
export const NEWLINE: CharSet = [0x0a, 0x0a];
export const EVERYTHING: CharSet = [0, LAST];

/** POSIX classes, as in `[[:digit:]]`. */
export const POSIX = new Map(
  Object.entries<CharSet>({
    alnum: [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a],
    alpha: [0x41, 0x5a, 0x61, 0x7a],
    ascii: [0, 0x7f],
    blank: [0x09, 0x09, 0x20, 0x20],
    cntrl: [0, 0x1f, 0x7f, 0x7f],
    digit: DIGITS,
    graph: [0x21, 0x7e],
    lower: [0x61, 0x7a],
    print: [0x20, 0x7e],
    punct: [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e],
    space: SPACE,
    upper: [0x41, 0x5a],
    word: WORD,
    xdigit: [0x30, 0x39, 0x41, 0x46, 0x61, 0x66],
  }),
);

export function union(...sets: readonly CharSet[]): CharSet {
  const ranges: [number, number][] = [];
  for (const set of sets) {
    for (let at = 0; at < set.length; at += 2) ranges.push([set[at] ?? 0, set[at + 1] ?? 0]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const joined: number[] = [];
  for (const [from, to] of ranges) {
    const last = joined[joined.length - 1];
    if (last !== undefined && from <= last + 1) joined[joined.length - 1] = Math.max(last, to);
    else joined.push(from, to);
  }
  return joined;
}

export function complement(set: CharSet): CharSet {
  const rest: number[] = [];
  let from = 0;
  for (let at = 0; at < set.length; at += 2) {
    const start = set[at] ?? 0;
    if (start > from) rest.push(from, start - 1);
    from = (set[at + 1] ?? 0) + 1;
  }
  if (from <= LAST) rest.push(from, LAST);
  return rest;
}

/** Characters that differ only in case, as `fold` sees it, by each of them. Made when first needed. */
let casesOf: ReadonlyMap<number, readonly number[]> | null = null;

function readCases(): ReadonlyMap<number, readonly number[]> {
  const cased = Array.from({ length: LAST_CASED + 1 }, (_, code) => code).filter((code) =>
    /\p{Changes_When_Casemapped}/u.test(String.fromCodePoint(code)),
  );
  const groups = groupBy(cased, (code) => foldCharacter(String.fromCodePoint(code)));
  return new Map(
    [...groups.values()]
      .filter((codes) => codes.length > 1)
      .flatMap((codes) => codes.map((code) => [code, codes] as const)),
  );
}

/** No letter above it has two cases. */
const LAST_CASED = 0x1ffff;

/** The set with the other cases of each of its letters. */
export function withBothCases(set: CharSet): CharSet {
  casesOf ??= readCases();
  const added: number[] = [];
  for (const code of size(set) > casesOf.size ? casesOf.keys() : codesOf(set)) {
    if (!contains(set, code)) continue;
    for (const other of casesOf.get(code) ?? []) if (other !== code) added.push(other, other);
  }
  return added.length === 0 ? set : union(set, pairs(added));
}

function size(set: CharSet): number {
  let sum = 0;
  for (let at = 0; at < set.length; at += 2) sum += (set[at + 1] ?? 0) - (set[at] ?? 0) + 1;
  return sum;
}

function* codesOf(set: CharSet): Generator<number> {
  for (let at = 0; at < set.length; at += 2) {
    for (let code = set[at] ?? 0; code <= (set[at + 1] ?? 0); code++) yield code;
  }
}

function contains(set: CharSet, code: number): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (code < (set[at] ?? 0)) return false;
    if (code <= (set[at + 1] ?? 0)) return true;
  }
  return false;
}

function pairs(flat: readonly number[]): CharSet {
  return union(
    ...Array.from({ length: flat.length / 2 }, (_, at) => flat.slice(at * 2, at * 2 + 2)),
  );
}
