/** Inclusive code point ranges, sorted and disjoint: `[from, to, from, to, …]`. */
export type CharSet = readonly number[];

export const LAST = 0x10ffff;

const DIGIT: CharSet = [0x30, 0x39];

const WORD: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];

const SPACE: CharSet = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20];

export const NEWLINE: CharSet = [0x0a, 0x0a];

export const POSIX: ReadonlyMap<string, CharSet> = new Map(
  Object.entries({
    alnum: [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a],
    alpha: [0x41, 0x5a, 0x61, 0x7a],
    ascii: [0, 0x7f],
    blank: [0x09, 0x09, 0x20, 0x20],
    cntrl: [0, 0x1f, 0x7f, 0x7f],
    digit: DIGIT,
    graph: [0x21, 0x7e],
    lower: [0x61, 0x7a],
    print: [0x20, 0x7e],
    punct: [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e],
    space: [0x09, 0x0d, 0x20, 0x20],
    upper: [0x41, 0x5a],
    word: WORD,
    xdigit: [0x30, 0x39, 0x41, 0x46, 0x61, 0x66],
  }),
);

export const PERL = new Map(
  Object.entries<CharSet>({
    d: DIGIT,
    D: complement(DIGIT),
    w: WORD,
    W: complement(WORD),
    s: SPACE,
    S: complement(SPACE),
  }),
);

export function point(code: number): CharSet {
  return [code, code];
}

export function union(...sets: readonly CharSet[]): CharSet {
  const ranges: [number, number][] = [];
  for (const set of sets) {
    for (let at = 0; at < set.length; at += 2) ranges.push([set[at] ?? 0, set[at + 1] ?? 0]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [from, to] of ranges) {
    const end = merged[merged.length - 1];
    if (end !== undefined && from <= end + 1) merged[merged.length - 1] = Math.max(end, to);
    else merged.push(from, to);
  }
  return merged;
}

export function complement(set: CharSet): CharSet {
  const out: number[] = [];
  let next = 0;
  for (let at = 0; at < set.length; at += 2) {
    const from = set[at] ?? 0;
    if (from > next) out.push(next, from - 1);
    next = (set[at + 1] ?? 0) + 1;
  }
  if (next <= LAST) out.push(next, LAST);
  return out;
}

/**
 * The characters that RE2 takes for the same when it ignores case: those that share a simple upper case or
 * a simple lower case, by each of them. Made when first needed.
 * https://github.com/google/re2/blob/main/re2/unicode_casefold.h
 */
let orbits: ReadonlyMap<number, ReadonlySet<number>> | null = null;

/** No letter above it has two cases. */
const LAST_CASED = 0x1ffff;

function readOrbits(): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>();
  for (let code = 0x41; code <= LAST_CASED; code++) {
    const char = String.fromCodePoint(code);
    // A Turkish i with a dot, or without one, is the same as no other letter.
    if (code === 0x130 || code === 0x131) continue;
    for (const other of [char.toLowerCase(), char.toUpperCase()]) {
      const value = other.codePointAt(0) ?? code;
      if (value === code || other !== String.fromCodePoint(value)) continue;
      const orbit = new Set([...(found.get(code) ?? [code]), ...(found.get(value) ?? [value])]);
      for (const member of orbit) found.set(member, orbit);
    }
  }
  return found;
}

/** Adds what RE2 takes for the same as a character of the set when it ignores case. */
export function bothCases(set: CharSet): CharSet {
  orbits ??= readOrbits();
  const extra: number[] = [];
  const add = (code: number): void => {
    for (const other of orbits?.get(code) ?? []) if (other !== code) extra.push(other, other);
  };
  const isLarge = set.length > 2 || (set[1] ?? 0) - (set[0] ?? 0) > 64;
  if (isLarge) {
    for (const code of orbits.keys()) if (contains(set, code)) add(code);
  } else for (let code = set[0] ?? 1; code <= (set[1] ?? 0); code++) add(code);
  return extra.length === 0 ? set : union(set, ...pairs(extra));
}

function pairs(flat: readonly number[]): CharSet[] {
  const out: CharSet[] = [];
  for (let at = 0; at < flat.length; at += 2) out.push([flat[at] ?? 0, flat[at + 1] ?? 0]);
  return out;
}

/** Whether a code point is in the set. */
export function contains(set: CharSet, code: number): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (code < (set[at] ?? 0)) return false;
    if (code <= (set[at + 1] ?? 0)) return true;
  }
  return false;
}
