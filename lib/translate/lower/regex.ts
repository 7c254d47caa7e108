import { checkRegex } from '@/lib/kql';
import { toRe2Syntax } from './re2-syntax';

/**
 * Sigma's `re` is a subset of PCRE; Kusto's `matches regex` is RE2, which has no look-around and no
 * back-references, because it guarantees linear time. This finds the parts that RE2 refuses and
 * rewrites those that it spells differently.
 */
export type RegexResult =
  | { readonly kind: 'regex'; readonly source: string }
  /** Equivalent to: matches `source`, and does not match `not`. */
  | { readonly kind: 'without'; readonly source: string | null; readonly not: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** `^(?!.*X)` at the start means "does not match X": the only look-around that rules use for a whole value. */
const LEADING_NEGATIVE = /^\^\(\?!(\.\*)?/;

export function toRe2(source: string, flags: string): RegexResult {
  const result = spell(source, flags);
  if (result.kind === 'refused') return result;
  const made = [result.source, result.kind === 'without' ? result.not : null];
  const reason = made.map((one) => one && checkRegex(one)).find(Boolean);
  return reason ? { kind: 'refused', reason } : result;
}

function spell(source: string, flags: string): RegexResult {
  const inline = [...new Set(flags)].filter((flag) => 'ims'.includes(flag)).join('');
  const prefix = inline === '' ? '' : `(?${inline})`;
  const direct = toRe2Syntax(source);
  if (typeof direct === 'string') return { kind: 'regex', source: prefix + direct };
  // With `m`, the leading ^ also matches at each line, so this is no longer one negation of the whole.
  const split = flags.includes('m') ? null : splitLeadingNegative(source);
  if (split) {
    const not = toRe2Syntax(split.not);
    const rest = split.rest === null ? null : toRe2Syntax(split.rest);
    if (typeof not === 'string' && (rest === null || typeof rest === 'string')) {
      return {
        kind: 'without',
        source: rest === null ? null : prefix + rest,
        not: prefix + not,
      };
    }
  }
  return { kind: 'refused', reason: direct.reason };
}

function splitLeadingNegative(source: string): { not: string; rest: string | null } | null {
  const head = LEADING_NEGATIVE.exec(source);
  if (!head) return null;
  const start = head[0].length;
  let depth = 1;
  let inClass = false;
  let at = start;
  for (; at < source.length && depth > 0; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
  }
  if (depth > 0) return null;
  const inner = source.slice(start, at - 1);
  const tail = source.slice(at);
  const not = head[1] === undefined ? `^(?:${inner})` : `^.*(?:${inner})`;
  return { not, rest: /^(\.\*)?\$?$/.test(tail) ? null : `^${tail}` };
}
