import { BESIDE, type Character, createClasses } from './char-classes';
import { LAST } from './char-set';
import type { Program } from './program';
import { besideAfter, type Position, reach, read } from './run-program';

/** Pairs of positions to look at before giving up. */
const MAX_PAIRS = 4000;

/** Where two automata are after the same text; null: it has matched. */
interface Pair {
  readonly a: Position | null;
  readonly b: Position;
  /** A text cannot end after a newline that is not the last one. */
  readonly mayEnd: boolean;
}

/**
 * Whether every text in which `a` occurs has `b` too: no text leads both automata to where only `a` has
 * matched. Also false if that takes too many steps to find out.
 */
export function programWithin(a: Program, b: Program): boolean {
  const classes = createClasses({ states: [...a.states, ...b.states] });
  const characters = Array.from({ length: classes.lastNewline + 1 }, (_, char) =>
    classes.describe(char),
  ).filter(({ sample }) => sample <= LAST);
  const first: Position = { states: [], before: BESIDE.edge };
  const open: Pair[] = [{ a: first, b: first, mayEnd: true }];
  const seen = new Set(open.map(keyOf));
  for (let pair = open.pop(); pair; pair = open.pop()) {
    if (pair.mayEnd && matchesOnly(a, b, pair)) return false;
    for (const character of characters) {
      const next = advance(a, b, pair, character);
      if (!next) continue;
      const isLast = character.beside === BESIDE.lastNewline;
      if (isLast && matchesOnly(a, b, next)) return false;
      if (isLast || seen.has(keyOf(next))) continue;
      if (seen.size >= MAX_PAIRS) return false;
      seen.add(keyOf(next));
      open.push(next);
    }
  }
  return true;
}

/** Null if `b` has matched, and with it every longer text. */
function advance(a: Program, b: Program, pair: Pair, character: Character): Pair | null {
  const inB = read(b, pair.b, character);
  if (!inB) return null;
  const inA = pair.a && read(a, pair.a, character);
  const before = besideAfter(character);
  return {
    a: inA && { states: inA, before },
    b: { states: inB, before },
    mayEnd: before !== BESIDE.newline,
  };
}

function matchesOnly(a: Program, b: Program, pair: Pair): boolean {
  const inA = pair.a === null || reach(a, pair.a, BESIDE.edge) === null;
  return inA && reach(b, pair.b, BESIDE.edge) !== null;
}

function keyOf({ a, b }: Pair): string {
  return `${a?.states.join() ?? '-'};${b.states.join()};${b.before}`;
}
