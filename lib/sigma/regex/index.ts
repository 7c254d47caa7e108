import type { Test } from '../types';
import { parseRegex } from './parse-regex';
import { patternNode } from './pattern-node';
import { compileProgram, countStates, MAX_STATES } from './program';
import { programWithin } from './program-within';
import { RegexError, type RegexNode } from './regex-node';
import { createSearch, type TextSearch } from './run-program';

/** The error in a regular expression; null if Sigma allows it. */
export function checkRegex(source: string, flags: string): RegexError | null {
  const read = readRegex(source, flags);
  return read instanceof RegexError ? read : null;
}

/** A test for whether the expression occurs in a text. It finds nothing if `checkRegex` reports an error. */
export function compileRegex(source: string, flags: string): TextSearch {
  const read = readRegex(source, flags);
  return read instanceof RegexError ? () => false : createSearch(compileProgram(read));
}

/** The size of the expression's automaton: its cost in memory and, at worst, per character. */
export function regexSize(source: string, flags: string): number {
  const read = readRegex(source, flags);
  return read instanceof RegexError ? 0 : countStates(read);
}

/**
 * Whether every text that passes one test passes the other. Also false if an expression has an error or
 * the answer takes too many steps.
 */
export function regexWithin(a: TextKind, b: TextKind): boolean {
  const inner = nodeOf(a);
  const outer = nodeOf(b);
  if (inner instanceof RegexError || outer instanceof RegexError) return false;
  return programWithin(compileProgram(inner), compileProgram(outer));
}

type TextKind = Extract<Test, { kind: 'pattern' | 'regex' }>;

function nodeOf(test: TextKind): RegexNode | RegexError {
  return test.kind === 'regex'
    ? readRegex(test.source, test.flags)
    : patternNode(test.pattern, test.cased);
}

function readRegex(source: string, flags: string): RegexNode | RegexError {
  try {
    const node = parseRegex(source, flags);
    if (countStates(node) <= MAX_STATES) return node;
    return new RegexError('unsupported', 'its repetitions make it too large', 0);
  } catch (error) {
    if (error instanceof RegexError) return error;
    throw error;
  }
}
