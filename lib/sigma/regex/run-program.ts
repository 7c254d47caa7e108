import { BESIDE, type Beside, type Character, createClasses, includes } from './char-classes';
import type { Program } from './program';
import type { Assertion } from './regex-node';

/**
 * Runs an automaton over a text in time linear in its length, for any expression: it follows all
 * reachable states at once. It caches the sets of states it meets, and where each class of characters
 * leads, so that most steps are a lookup (a deterministic automaton, built lazily). The cache is bounded
 * and starts over when it is full.
 */
export type TextSearch = (text: string) => boolean;

interface Deterministic {
  readonly states: readonly number[];
  readonly before: Beside;
  /** By class of the next character; `null` once the expression has matched. */
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
      // All cached states are reachable from the first one.
      first.next.length = 0;
    }
    const made = createState(states, before);
    cache.set(key, made);
    return made;
  };

  const step = (state: Deterministic, char: number): Deterministic | null => {
    const seen = classes.describe(char);
    const next = read(program, state, seen);
    return next && enter(next, besideAfter(seen));
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
    state.matchesAtEnd ??= reach(program, state, BESIDE.edge) === null;
    return state.matchesAtEnd;
  };
}

/** The states that an automaton is in, and what is before them. */
export type Position = Pick<Deterministic, 'states' | 'before'>;

/** Where reading a character leads, in order; null if the expression has matched before it. */
export function read(program: Program, position: Position, char: Character): number[] | null {
  const reached = reach(program, position, char.beside);
  if (!reached) return null;
  const next = new Set<number>();
  for (const at of reached) {
    const one = program.states[at];
    if (one?.kind === 'chars' && includes(one.set, char.sample)) next.add(one.next);
  }
  return [...next].sort((a, b) => a - b);
}

export function besideAfter({ beside }: Character): Beside {
  return beside === BESIDE.lastNewline ? BESIDE.newline : beside;
}

/** States reached without reading, or null if the expression has matched. */
export function reach(program: Program, position: Position, after: Beside): Set<number> | null {
  const reached = new Set<number>();
  const open = [...position.states, program.start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const one = program.states[at];
    if (one?.kind === 'match') return null;
    if (one?.kind === 'fork') open.push(one.other, one.next);
    else if (one?.kind === 'assert' && holds(one.what, position.before, after)) open.push(one.next);
  }
  return reached;
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
