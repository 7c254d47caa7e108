import { ANY, ONE, type Pattern } from '@/lib/sigma';

/**
 * A Sigma pattern in KQL. Only a pattern with wildcards at its ends has a matching
 * operator; `a*b` must be one anchored expression, because "contains a and contains b" loses the order,
 * the anchors and the overlap.
 */
export type Shape =
  | { readonly kind: 'empty' }
  | { readonly kind: 'any' }
  | { readonly kind: 'equals' | 'startswith' | 'endswith' | 'contains'; readonly text: string }
  /** RE2, anchored at both ends, without flags. */
  | { readonly kind: 'wildcards'; readonly source: string };

/**
 * Characters beyond ASCII that have two cases. Kusto's operators ignore the case of ASCII letters only
 * (https://learn.microsoft.com/kusto/query/datatypes-string-operators); RE2's flag i folds the others.
 */
const OTHER_CASED = /[^\P{Changes_When_Casemapped}a-zA-Z]/u;

export function shapeOf(pattern: Pattern, cased = true): Shape {
  if (!cased && pattern.some((part) => typeof part === 'string' && OTHER_CASED.test(part))) {
    return { kind: 'wildcards', source: anchoredSource(pattern, '.') };
  }
  const first = pattern[0];
  const last = pattern[pattern.length - 1];
  if (first === undefined) return { kind: 'empty' };
  if (pattern.length === 1) {
    if (typeof first === 'string') return { kind: 'equals', text: first };
    if (first === ANY) return { kind: 'any' };
  }
  const inner = pattern.slice(first === ANY ? 1 : 0, last === ANY ? -1 : undefined);
  const only = inner[0];
  if (inner.length === 1 && typeof only === 'string') {
    if (first === ANY) return { kind: last === ANY ? 'contains' : 'endswith', text: only };
    return { kind: 'startswith', text: only };
  }
  return { kind: 'wildcards', source: anchoredSource(pattern, '.') };
}

/**
 * The beginning and the end of a pattern such as `a*b`, if no text can be so short that they overlap: then
 * a value matches if it begins with the one and ends with the other.
 */
export function endsOf(pattern: Pattern, cased: boolean): { start: string; end: string } | null {
  const [start, between, end] = pattern;
  if (pattern.length !== 3 || between !== ANY) return null;
  if (typeof start !== 'string' || typeof end !== 'string') return null;
  if (!cased && (OTHER_CASED.test(start) || OTHER_CASED.test(end))) return null;
  const [head, tail] = cased ? [start, end] : [start.toLowerCase(), end.toLowerCase()];
  for (let shared = 1; shared <= Math.min(head.length, tail.length); shared++) {
    if (head.endsWith(tail.slice(0, shared))) return null;
  }
  return { start, end };
}

/** The pattern as RE2: open at an end with a wildcard, anchored otherwise. */
export function anchoredSource(pattern: Pattern, any: string): string {
  const open = pattern[0] === ANY ? 1 : 0;
  const close = pattern.length > 1 && pattern[pattern.length - 1] === ANY ? 1 : 0;
  const body = pattern
    .slice(open, pattern.length - close)
    .map((part) => (part === ANY ? `${any}*` : part === ONE ? any : escapeRegex(String(part))))
    .join('');
  return `${open ? '' : '^'}${body}${close ? '' : '$'}`;
}

/** RE2 that matches exactly this text. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** The literal pieces of a pattern. */
export function literalsOf(pattern: Pattern): string[] {
  return pattern.filter((part) => typeof part === 'string');
}

/**
 * Whether a short text (a value from a mapping) matches. Linear in practice: the text is one word, and
 * the walk over the pattern never backtracks past the last wildcard.
 */
export function matchesText(pattern: Pattern, text: string, cased: boolean): boolean {
  const fold = (value: string): string => (cased ? value : value.toLowerCase());
  const subject = fold(text);
  const tokens = pattern.flatMap((part): (string | typeof ANY | typeof ONE)[] =>
    typeof part === 'string' ? [...fold(part)] : [part],
  );
  const chars = [...subject];
  let at = 0;
  let token = 0;
  let star = -1;
  let mark = 0;
  while (at < chars.length) {
    const now = tokens[token];
    if (now === ANY) {
      star = token++;
      mark = at;
    } else if (now === ONE || (now !== undefined && now === chars[at])) {
      at++;
      token++;
    } else if (star !== -1) {
      token = star + 1;
      at = ++mark;
    } else return false;
  }
  while (tokens[token] === ANY) token++;
  return token === tokens.length;
}
