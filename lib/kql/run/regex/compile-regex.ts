import type { CharSet } from './char-set';
import { createGlob } from './glob';
import { createMachine } from './machine';
import { parseRegex } from './parse-regex';
import { RegexError, type RegexNode } from './regex-node';

/**
 * A compiled expression. JavaScript's RegExp runs it if the text is too short for slow backtracking.
 * Otherwise a search for its parts runs it, if it is only characters and wildcards, or else a simulated
 * automaton, in time linear in the text.
 */
export interface Regex {
  readonly captures: number;
  readonly names: readonly (string | null)[];
  test(text: string): boolean;
  /** The text of a group in the leftmost match, empty if the group is unset. Null without a match. */
  group(text: string, index: number): string | null;
  /** Offsets of the leftmost match at or after `from`: `[start, end, start of group 1, …]`, -1 unset. */
  exec(text: string, from?: number): readonly number[] | null;
}

/** The most steps that backtracking may take before the automaton replaces it, as a power of two. */
const BUDGET = 23;
const MAX_CACHED = 5000;
const MAX_REMEMBERED = 512;
const cache = new Map<string, Regex>();

/** Why Kusto rejects a regular expression, in words. Null if Kusto accepts it. */
export function checkRegex(source: string): string | null {
  try {
    compileRegex(source);
    return null;
  } catch (error) {
    if (error instanceof RegexError) return error.message;
    throw error;
  }
}

/** Throws a RegexError if Kusto rejects the expression. */
export function compileRegex(source: string): Regex {
  const known = cache.get(source);
  if (known) return known;
  const { node, captures, names } = parseRegex(source);
  const machine = createMachine(node, captures);
  const glob = createGlob(node);
  const emitted = emit(node);
  const pattern = new RegExp(emitted, 'u');
  // Offsets of groups make a match slower, so a second expression computes them.
  let withOffsets: RegExp | null = null;
  const remembered = new Map<string, readonly string[] | null>();
  const { loops, choices, nested } = backtracking(node);
  const power = loops + (startsAnchored(node) ? 0 : 1);
  const isSafe = (text: string) =>
    !nested && power * Math.log2(text.length + 1) + choices <= BUDGET;

  function groupTexts(text: string): readonly string[] | null {
    if (isSafe(text)) return pattern.exec(text)?.map((found) => found ?? '') ?? null;
    const offsets = machine(text, 0, true);
    if (!offsets) return null;
    return Array.from({ length: captures + 1 }, (_, group) => {
      const start = offsets[2 * group] ?? -1;
      return start === -1 ? '' : text.slice(start, offsets[2 * group + 1]);
    });
  }

  const regex: Regex = {
    captures,
    names,
    test(text) {
      if (isSafe(text)) return pattern.test(text);
      return glob ? glob(text) : machine(text, 0, false) !== null;
    },
    group(text, index) {
      // Many queries extract the same field from the same event.
      let groups = remembered.get(text);
      if (groups === undefined) {
        groups = groupTexts(text);
        if (remembered.size >= MAX_REMEMBERED) remembered.clear();
        remembered.set(text, groups);
      }
      return groups === null ? null : (groups[index] ?? '');
    },
    exec(text, from = 0) {
      if (!isSafe(text)) return machine(text, from, true);
      withOffsets ??= new RegExp(emitted, 'dgu');
      withOffsets.lastIndex = from;
      const found = withOffsets.exec(text);
      if (!found?.indices) return null;
      return found.indices.flatMap((range) => (range ? [range[0], range[1]] : [-1, -1]));
    },
  };
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(source, regex);
  return regex;
}

interface Backtracking {
  /** Repeats without an upper bound, which backtracking can try at every length. */
  readonly loops: number;
  /** Other choices, as a power of two. */
  readonly choices: number;
  /** Whether a loop repeats something that can match in several ways. */
  readonly nested: boolean;
}

function backtracking(node: RegexNode): Backtracking {
  switch (node.kind) {
    case 'chars':
    case 'assert':
      return { loops: 0, choices: 0, nested: false };
    case 'capture':
      return backtracking(node.of);
    case 'concat':
    case 'alternate': {
      const inner = node.of.map(backtracking);
      const own = node.kind === 'alternate' ? Math.log2(node.of.length) : 0;
      return {
        loops: inner.reduce((sum, { loops }) => sum + loops, 0),
        choices: inner.reduce((sum, { choices }) => sum + choices, own),
        nested: inner.some(({ nested }) => nested),
      };
    }
    case 'repeat': {
      const inner = backtracking(node.of);
      if (!Number.isFinite(node.max)) {
        const nested = inner.nested || node.of.kind !== 'chars';
        return { loops: inner.loops + 1, choices: inner.choices, nested };
      }
      return {
        loops: inner.loops * node.max,
        choices: inner.choices * node.max + Math.log2(node.max - node.min + 1),
        nested: inner.nested,
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
  'word-start': '(?:(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))',
  'word-end': '(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_]))',
  'no-word-before': '(?<![0-9A-Za-z_])',
  'no-word-after': '(?![0-9A-Za-z_])',
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
