import { checkRegex } from '@/lib/kql';
import { toKustoSyntax } from './kusto-syntax';

/**
 * Sigma's `re` is a subset of PCRE; Kusto's `matches regex` has no look-around and no back-references,
 * because it guarantees linear time. This finds the parts that Kusto refuses, rewrites those that it
 * spells differently, and takes look-aheads apart where that is the same.
 */
export type RegexResult =
  | { readonly kind: 'regex'; readonly source: string }
  /** One of these must hold. */
  | { readonly kind: 'split'; readonly branches: readonly Branch[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** A text must match all of `all` and none of `none`. Without any in `all`, it must have a value. */
export interface Branch {
  readonly all: readonly string[];
  readonly none: readonly string[];
}

export function toKustoRegex(source: string, flags: string): RegexResult {
  const result = spell(source, flags);
  if (result.kind === 'refused') return result;
  const made =
    result.kind === 'regex'
      ? [result.source]
      : result.branches.flatMap(({ all, none }) => [...all, ...none]);
  const reason = made.map(checkRegex).find(Boolean);
  return reason ? { kind: 'refused', reason } : result;
}

function spell(source: string, flags: string): RegexResult {
  const inline = [...new Set(flags)].filter((flag) => 'ims'.includes(flag)).join('');
  const prefix = inline === '' ? '' : `(?${inline})`;
  const direct = toKustoSyntax(source);
  if (typeof direct === 'string') return { kind: 'regex', source: prefix + direct };
  const branches = /\(\?<?[=!]/.test(source) ? splitLookAheads(prefix + source) : null;
  return branches ? { kind: 'split', branches } : { kind: 'refused', reason: direct.reason };
}

/**
 * The branches of an expression whose look-aheads all stand at the start of the text, `^(?!…)`: what a
 * look-ahead asks at that place is an anchored expression of its own. Null if it has others, or flags
 * that make `^` match at each line or change midway.
 */
function splitLookAheads(source: string): Branch[] | null {
  const leading = /^(?:\(\?[a-z]+\))*/.exec(source)?.[0] ?? '';
  const body = source.slice(leading.length);
  if (leading.includes('m') || /\(\?[a-z]*(?:-[a-z]+)?\)/.test(body)) return null;
  const parts = alternativesOf(body);
  const branches = parts?.map((part) => readBranch(part, leading));
  return branches?.every((branch) => branch !== null) ? branches : null;
}

function readBranch(source: string, leading: string): Branch | null {
  const anchor = /^(?:\^|\\A)(?=\(\?[=!])/.exec(source)?.[0];
  if (anchor === undefined) {
    const whole = toKustoSyntax(leading + source);
    return typeof whole === 'string' ? { all: [whole], none: [] } : null;
  }
  const all: string[] = [];
  const none: string[] = [];
  let at = anchor.length;
  for (;;) {
    const mark = /^\(\?[=!]/.exec(source.slice(at, at + 3))?.[0];
    if (mark === undefined) break;
    const end = closing(source, at);
    if (end === null || /^[*+?{]/.test(source.slice(end))) return null;
    const inner = source.slice(at + mark.length, end - 1);
    const isPlain = alternativesOf(inner)?.length === 1;
    const asked = toKustoSyntax(`${leading}^${isPlain ? inner : `(?:${inner})`}`);
    if (typeof asked !== 'string') return null;
    (mark === '(?=' ? all : none).push(asked);
    at = end;
  }
  const rest = toKustoSyntax(leading + restOf(source.slice(at), leading.includes('s')));
  if (typeof rest !== 'string') return null;
  return { all: rest === leading ? all : [...all, rest], none };
}

/** The rest of a branch, anchored; empty if every text passes. */
function restOf(tail: string, dotAll: boolean): string {
  if (/^(?:\.\*\??)?$/.test(tail)) return '';
  if (!/^\.\*\??\$$/.test(tail)) return `^${tail}`;
  // A whole value of one line. An empty one cannot be told from a missing one.
  return dotAll ? '' : '^.+$';
}

/** The alternatives of an expression, outside of groups and classes; null if its brackets do not match. */
function alternativesOf(source: string): string[] | null {
  const found: string[] = [];
  let start = 0;
  for (let at = 0; at < source.length; ) {
    const char = source[at] ?? '';
    if (char === ')') return null;
    if (char === '|') {
      found.push(source.slice(start, at));
      start = ++at;
      continue;
    }
    const end = char === '(' ? closing(source, at) : pieceEnd(source, at);
    if (end === null) return null;
    at = end;
  }
  return [...found, source.slice(start)];
}

/** The offset after the parenthesis that closes the group at `start`. */
function closing(source: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < source.length; ) {
    const char = source[at];
    if (char === '(') depth++;
    if (char === ')' && --depth === 0) return at + 1;
    const end = pieceEnd(source, at);
    if (end === null) return null;
    at = end;
  }
  return null;
}

/** The offset after an escape, a quotation, a class or a single character. */
function pieceEnd(source: string, at: number): number | null {
  if (source.startsWith('\\Q', at)) {
    const end = source.indexOf('\\E', at);
    return end === -1 ? source.length : end + 2;
  }
  if (source[at] === '\\') return at + 2;
  if (source[at] !== '[') return at + 1;
  const found = /^\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]/.exec(source.slice(at));
  return found ? at + found[0].length : null;
}
