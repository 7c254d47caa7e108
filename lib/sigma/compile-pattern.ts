import { fold } from './fold';
import { ANY, ONE, type Pattern } from './types';

export type TextTest = (text: string) => boolean;

/**
 * Compiles a pattern to a function. It uses no regular expression: it searches the literals between
 * `*` from left to right, each at its first position after the previous one. That is enough because a
 * later position never helps. Expects folded text unless the pattern is cased.
 */
export function compilePattern(pattern: Pattern, cased: boolean): TextTest {
  const parts = cased
    ? pattern
    : pattern.map((part) => (typeof part === 'string' ? fold(part) : part));
  if (parts.includes(ONE)) return compileWithSingles(parts);
  const literals = parts.filter((part) => typeof part === 'string');
  const [literal = ''] = literals;
  const open = parts[0] === ANY;
  const openEnd = parts[parts.length - 1] === ANY;
  if (literals.length === 0) return open ? () => true : (text) => text === '';
  if (literals.length === 1) {
    if (open && openEnd) return (text) => text.includes(literal);
    if (open) return (text) => text.endsWith(literal);
    if (openEnd) return (text) => text.startsWith(literal);
    return (text) => text === literal;
  }
  const head = open ? '' : literal;
  const tail = openEnd ? '' : (literals[literals.length - 1] ?? '');
  const middle = literals.slice(open ? 0 : 1, openEnd ? undefined : -1);
  return (text) => {
    if (!text.startsWith(head) || !text.endsWith(tail)) return false;
    let from = head.length;
    for (const part of middle) {
      const found = text.indexOf(part, from);
      if (found === -1) return false;
      from = found + part.length;
    }
    return from <= text.length - tail.length;
  };
}

/** What `*` and `?` are among code points. */
const ANY_CODE = -1;
const ONE_CODE = -2;

/** `?` is one character, so this works on code points. */
function compileWithSingles(parts: Pattern): TextTest {
  const wanted = codesOf(parts);
  return (text) => covers(wanted, codePoints(text));
}

/** Whether every text that matches the pattern `a` matches `b`. Neither or both are cased. */
export function patternWithin(a: Pattern, b: Pattern, cased: boolean): boolean {
  const known = cased ? casedCodes : foldedCodes;
  const codes = (pattern: Pattern): readonly number[] => {
    const found = known.get(pattern) ?? codesOf(pattern, cased);
    known.set(pattern, found);
    return found;
  };
  return covers(codes(b), codes(a));
}

// A pattern is compared with many others.
const casedCodes = new WeakMap<Pattern, readonly number[]>();
const foldedCodes = new WeakMap<Pattern, readonly number[]>();

/**
 * Whether a pattern matches a text, which may itself have wildcards: then whether it does so whatever
 * they stand for. It backtracks to the last `*` only.
 */
function covers(wanted: readonly number[], codes: readonly number[]): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (from < codes.length) {
    const want = wanted[at];
    const code = codes[from];
    if (want === ANY_CODE) {
      star = at++;
      resume = from;
    } else if (want === code || (want === ONE_CODE && code !== ANY_CODE)) {
      at++;
      from++;
    } else if (star !== -1) {
      at = star + 1;
      from = ++resume;
    } else {
      return false;
    }
  }
  while (wanted[at] === ANY_CODE) at++;
  return at === wanted.length;
}

/** A pattern as code points, folded unless it is cased. */
function codesOf(pattern: Pattern, cased = true): number[] {
  return pattern.flatMap((part) => {
    if (part === ANY) return [ANY_CODE];
    if (part === ONE) return [ONE_CODE];
    return codePoints(cased ? (part as string) : fold(part as string));
  });
}

function codePoints(text: string): number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}
