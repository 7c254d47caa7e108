import { NEWLINE, WORD } from './char-set';
import type { Program } from './program';

export type Beside = (typeof BESIDE)[keyof typeof BESIDE];

/** A character of a class, and what it is to the assertions beside it. */
export interface Character {
  readonly sample: number;
  readonly beside: Beside;
}

interface Classes {
  of(code: number): number;
  /** The class after all others: a newline that ends the text. */
  readonly lastNewline: number;
  describe(char: number): Character;
}

/** Groups characters that no state distinguishes into classes, to keep the cache small. */
export function createClasses({ states }: Pick<Program, 'states'>): Classes {
  const edges = new Set<number>([0]);
  const cut = (set: readonly number[]) => {
    for (let at = 0; at < set.length; at += 2) edges.add(set[at] ?? 0).add((set[at + 1] ?? 0) + 1);
  };
  for (const state of states) if (state.kind === 'chars') cut(state.set);
  cut(WORD);
  cut(NEWLINE);
  const starts = [...edges].sort((a, b) => a - b);
  const search = (code: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const ascii = Array.from({ length: 128 }, (_, code) => search(code));
  const lastNewline = starts.length;
  return {
    of: (code) => (code < 128 ? (ascii[code] ?? 0) : search(code)),
    lastNewline,
    describe: (char) => {
      if (char === lastNewline) return { sample: 10, beside: BESIDE.lastNewline };
      const sample = starts[char] ?? 0;
      if (includes(WORD, sample)) return { sample, beside: BESIDE.word };
      return { sample, beside: sample === 10 ? BESIDE.newline : BESIDE.other };
    },
  };
}

/** The context of a position: enough to evaluate every assertion. */
export const BESIDE = { edge: 0, other: 1, word: 2, newline: 3, lastNewline: 4 } as const;

export function includes(set: readonly number[], code: number): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (code < (set[at] ?? 0)) return false;
    if (code <= (set[at + 1] ?? 0)) return true;
  }
  return false;
}
