import { NEWLINE, WORD } from './char-set';
import type { Assertion } from './parse-regex';
import type { Program } from './program';

/**
 * Runs an automaton over a text in time linear in its length, whatever the expression: all states that
 * could be reached are followed at once. Sets of states that have been met are kept, with where each
 * class of characters leads, so that most steps are a lookup (a deterministic automaton, built as it
 * is needed). The cache is bounded, and begun anew when it is full.
 */
export type TextSearch = (text: string) => boolean;

/** What stands beside a position: enough to judge every assertion. */
const BESIDE = { edge: 0, other: 1, word: 2, newline: 3, lastNewline: 4 } as const;
type Beside = (typeof BESIDE)[keyof typeof BESIDE];

interface Deterministic {
  readonly states: readonly number[];
  readonly before: Beside;
  /** By class of the next character; `null` where the expression has matched. */
  readonly next: (Deterministic | null | undefined)[];
  matchesAtEnd: boolean | undefined;
}

const MAX_CACHED = 4000;

export function createSearch(program: Program): TextSearch {
  const classes = createClasses(program);
  const first = createState([], BESIDE.edge);
  let cache = new Map<string, Deterministic>();

  const enter = (states: readonly number[], before: Beside): Deterministic => {
    const key = `${before}:${states.join()}`;
    const known = cache.get(key);
    if (known) return known;
    if (cache.size >= MAX_CACHED) {
      cache = new Map();
      // The states met so far hang on the first one.
      first.next.length = 0;
    }
    const made = createState(states, before);
    cache.set(key, made);
    return made;
  };

  /** States reached without reading, or null where the expression has matched. */
  const reach = (state: Deterministic, after: Beside): Set<number> | null => {
    const reached = new Set<number>();
    const open = [...state.states, program.start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      const one = program.states[at];
      if (one?.kind === 'match') return null;
      if (one?.kind === 'fork') open.push(one.other, one.next);
      else if (one?.kind === 'assert' && holds(one.what, state.before, after)) open.push(one.next);
    }
    return reached;
  };

  const step = (state: Deterministic, char: number): Deterministic | null => {
    const { sample, beside } = classes.describe(char);
    const reached = reach(state, beside);
    if (!reached) return null;
    const next = new Set<number>();
    for (const at of reached) {
      const one = program.states[at];
      if (one?.kind === 'chars' && includes(one.set, sample)) next.add(one.next);
    }
    const before = beside === BESIDE.lastNewline ? BESIDE.newline : beside;
    return enter(
      [...next].sort((a, b) => a - b),
      before,
    );
  };

  return (text) => {
    let state = first;
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      const last = code === 10 && at === text.length - 1;
      if (code >= 0xd800 && code <= 0xdbff) {
        code = text.codePointAt(at) ?? code;
        if (code > 0xffff) at++;
      }
      const char = last ? classes.lastNewline : classes.of(code);
      let next = state.next[char];
      if (next === undefined) {
        next = step(state, char);
        state.next[char] = next;
      }
      if (next === null) return true;
      state = next;
    }
    state.matchesAtEnd ??= reach(state, BESIDE.edge) === null;
    return state.matchesAtEnd;
  };
}

function createState(states: readonly number[], before: Beside): Deterministic {
  return { states, before, next: [], matchesAtEnd: undefined };
}

function holds(what: Assertion, before: Beside, after: Beside): boolean {
  switch (what) {
    case 'text-start':
      return before === BESIDE.edge;
    case 'text-end':
      return after === BESIDE.edge;
    case 'last-line-end':
      return after === BESIDE.edge || after === BESIDE.lastNewline;
    case 'line-start':
      return before === BESIDE.edge || before === BESIDE.newline;
    case 'line-end':
      return after === BESIDE.edge || after >= BESIDE.newline;
    case 'word-boundary':
      return (before === BESIDE.word) !== (after === BESIDE.word);
    case 'no-word-boundary':
      return (before === BESIDE.word) === (after === BESIDE.word);
  }
}

function includes(set: readonly number[], code: number): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (code < (set[at] ?? 0)) return false;
    if (code <= (set[at + 1] ?? 0)) return true;
  }
  return false;
}

interface Classes {
  of(code: number): number;
  readonly lastNewline: number;
  describe(char: number): { readonly sample: number; readonly beside: Beside };
}

/** Characters that no state tells apart are of one class, so that the cache has few columns. */
function createClasses(program: Program): Classes {
  const edges = new Set<number>([0]);
  const cut = (set: readonly number[]) => {
    for (let at = 0; at < set.length; at += 2) edges.add(set[at] ?? 0).add((set[at + 1] ?? 0) + 1);
  };
  for (const state of program.states) if (state.kind === 'chars') cut(state.set);
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
