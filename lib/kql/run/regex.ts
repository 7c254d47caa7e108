import { createMachine } from './regex-machine';
import type { CharSet, RegexNode } from './regex-parse';
import { parseRegex, RegexError } from './regex-parse';

/**
 * A compiled expression. The engine's own RegExp runs it where the text is so short that backtracking
 * cannot take long; otherwise a simulation of the automaton does, in time linear in the text.
 */
export interface Regex {
  readonly captures: number;
  readonly names: readonly (string | null)[];
  test(text: string): boolean;
  /** Offsets of the leftmost match at or after `from`: `[start, end, start of group 1, …]`, -1 unset. */
  exec(text: string, from?: number): readonly number[] | null;
}

/** Steps that backtracking may take at worst before the automaton is used instead. */
const BUDGET = 1e7;
const MAX_CACHED = 5000;
const cache = new Map<string, Regex>();

/** What RE2 would object to; null where it takes the expression. */
export function checkRegex(source: string): string | null {
  try {
    compileRegex(source);
    return null;
  } catch (error) {
    if (error instanceof RegexError) return error.message;
    throw error;
  }
}

/** Throws a RegexError where RE2 would refuse the expression. */
export function compileRegex(source: string): Regex {
  const known = cache.get(source);
  if (known) return known;
  const { node, captures, names } = parseRegex(source);
  const machine = createMachine(node, captures);
  const pattern = new RegExp(emit(node), 'dgu');
  const loops = unboundedLoops(node);
  const power = loops.count + (startsAnchored(node) ? 0 : 1);
  const isSafe = (text: string) => !loops.nested && text.length ** power <= BUDGET;

  const regex: Regex = {
    captures,
    names,
    test(text) {
      if (!isSafe(text)) return machine(text, 0, false) !== null;
      pattern.lastIndex = 0;
      return pattern.test(text);
    },
    exec(text, from = 0) {
      if (!isSafe(text)) return machine(text, from, true);
      pattern.lastIndex = from;
      const found = pattern.exec(text);
      if (!found?.indices) return null;
      return found.indices.flatMap((range) => (range ? [range[0], range[1]] : [-1, -1]));
    },
  };
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(source, regex);
  return regex;
}

function unboundedLoops(node: RegexNode): { count: number; nested: boolean } {
  switch (node.kind) {
    case 'chars':
    case 'assert':
      return { count: 0, nested: false };
    case 'capture':
      return unboundedLoops(node.of);
    case 'concat':
    case 'alternate': {
      const inner = node.of.map(unboundedLoops);
      return {
        count: inner.reduce((sum, { count }) => sum + count, 0),
        nested: inner.some(({ nested }) => nested),
      };
    }
    case 'repeat': {
      const inner = unboundedLoops(node.of);
      const loops = node.max > 1 && (node.max > 8 || node.max === Number.POSITIVE_INFINITY);
      const single = node.of.kind === 'chars';
      return {
        count: inner.count + (loops ? 1 : 0),
        nested: inner.nested || (node.max > 1 && (inner.count > 0 || !single) && loops),
      };
    }
  }
}

function startsAnchored(node: RegexNode): boolean {
  if (node.kind === 'assert') return node.what === 'text-start';
  if (node.kind === 'capture') return startsAnchored(node.of);
  if (node.kind === 'alternate') return node.of.every(startsAnchored);
  const first = node.kind === 'concat' ? node.of[0] : undefined;
  return first !== undefined && startsAnchored(first);
}

/** The tree as a JavaScript pattern for the `u` flag; case and line flags are already in the tree. */
function emit(node: RegexNode): string {
  switch (node.kind) {
    case 'chars':
      return emitSet(node.set);
    case 'assert':
      return ASSERTIONS[node.what];
    case 'concat':
      return node.of
        .map((part) => (part.kind === 'alternate' ? `(?:${emit(part)})` : emit(part)))
        .join('');
    case 'alternate':
      return node.of.map(emit).join('|');
    case 'capture':
      return `(${emit(node.of)})`;
    case 'repeat': {
      const inner =
        node.of.kind === 'chars' || node.of.kind === 'capture'
          ? emit(node.of)
          : `(?:${emit(node.of)})`;
      const max = Number.isFinite(node.max) ? String(node.max) : '';
      return `${inner}{${node.min},${max}}${node.greedy ? '' : '?'}`;
    }
  }
}

const ASSERTIONS = {
  'text-start': '(?<![^])',
  'text-end': '(?![^])',
  'line-start': '(?<![^\\n])',
  'line-end': '(?![^\\n])',
  word: '(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))',
  'not-word': '(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))',
} as const;

function emitSet(set: CharSet): string {
  if (set.length === 0) return '[]';
  let inner = '';
  for (let at = 0; at < set.length; at += 2) {
    const from = set[at] ?? 0;
    const to = set[at + 1] ?? 0;
    inner += from === to ? escapeCode(from) : `${escapeCode(from)}-${escapeCode(to)}`;
  }
  return set.length === 2 && set[0] === set[1] ? inner : `[${inner}]`;
}

function escapeCode(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
