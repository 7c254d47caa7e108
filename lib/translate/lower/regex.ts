/**
 * Sigma's `re` is a subset of PCRE; Kusto's `matches regex` is RE2, which has no look-around and no
 * back-references, because it promises linear time. This reads an expression's syntax far enough to
 * say which part RE2 refuses, and writes what RE2 spells differently.
 */
export type RegexResult =
  | { readonly kind: 'regex'; readonly source: string }
  /** Equivalent to: matches `source`, and does not match `not`. */
  | { readonly kind: 'without'; readonly source: string | null; readonly not: string }
  | { readonly kind: 'refused'; readonly reason: string };

const ESCAPES_OF_RE2 = new Set('AzbBdDsSwWpPxntrfvaQEC0123456789');
const MAX_REPEAT = 1000;
const MAX_GROUPS = 16;

/** `^(?!.*X)` at the start is "does not match X": the one look-around that rules use for a whole value. */
const LEADING_NEGATIVE = /^\^\(\?!(\.\*)?/;

export function toRe2(source: string, flags: string): RegexResult {
  const inline = [...new Set(flags)].filter((flag) => 'ims'.includes(flag)).join('');
  const prefix = inline === '' ? '' : `(?${inline})`;
  const direct = rewrite(source);
  if (typeof direct === 'string') return { kind: 'regex', source: prefix + direct };
  // Under `m` the leading ^ is tried at every line: no longer one negation of the whole.
  const split = flags.includes('m') ? null : splitLeadingNegative(source);
  if (split) {
    const not = rewrite(split.not);
    const rest = split.rest === null ? null : rewrite(split.rest);
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

function rewrite(source: string): string | { reason: string } {
  let out = '';
  let groups = 0;
  let hasBackReference = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? '';
    if (char === '\\') {
      const next = source[at + 1] ?? '';
      if (next === '') return { reason: 'it ends in a backslash' };
      if (/[1-9]/.test(next)) hasBackReference = true;
      if (next === 'k' || next === 'g') return { reason: 'back-references do not exist in RE2' };
      if (/[A-Za-z]/.test(next) && !ESCAPES_OF_RE2.has(next)) {
        if (next === 'u' && /^[0-9A-Fa-f]{4}/.test(source.slice(at + 2))) {
          out += `\\x{${source.slice(at + 2, at + 6)}}`;
          at += 5;
          continue;
        }
        if (next === 'Z') {
          out += '\\z';
          at++;
          continue;
        }
        if (next === 'e') {
          out += '\\x1b';
          at++;
          continue;
        }
        if (next === 'h') {
          out += '[ \\t]';
          at++;
          continue;
        }
        return { reason: `\\${next} does not exist in RE2` };
      }
      out += char + next;
      at++;
      continue;
    }
    if (char === '[') {
      const end = classEnd(source, at);
      if (end === -1) return { reason: 'a character class has no closing bracket' };
      out += classOf(source.slice(at, end + 1));
      at = end;
      continue;
    }
    if (char === '(') {
      if (source[at + 1] !== '?') {
        groups++;
        out += char;
        continue;
      }
      const kind = source.slice(at + 2, at + 4);
      if (kind[0] === '=' || kind[0] === '!') {
        return { reason: `look-ahead (?${kind[0]}…) does not exist in RE2` };
      }
      if (kind === '<=' || kind === '<!') {
        return { reason: `look-behind (?${kind}…) does not exist in RE2` };
      }
      if (kind[0] === '>') return { reason: 'atomic groups (?>…) do not exist in RE2' };
      if (kind[0] === '(') return { reason: 'conditional groups do not exist in RE2' };
      if (kind[0] === '|') return { reason: 'branch reset groups do not exist in RE2' };
      if (kind[0] === '#') {
        const end = source.indexOf(')', at);
        if (end === -1) return { reason: 'a comment has no closing parenthesis' };
        at = end;
        continue;
      }
      const named = /^\(\?P?<[A-Za-z_]\w*>/.exec(source.slice(at, at + 80));
      if (named) {
        out += '(?:';
        at += named[0].length - 1;
        continue;
      }
      const flagged = /^\(\?([a-zA-Z]*)(-[a-zA-Z]+)?(:|\))/.exec(source.slice(at, at + 20));
      if (!flagged)
        return { reason: `the group ${source.slice(at, at + 4)} does not exist in RE2` };
      const unknown = /[^imsU-]/.exec((flagged[1] ?? '') + (flagged[2] ?? ''));
      if (unknown) return { reason: `the flag ${unknown[0]} does not exist in RE2` };
      out += flagged[0];
      at += flagged[0].length - 1;
      continue;
    }
    const repeat = char === '{' ? /^\{(\d+)(?:,(\d*))?\}/.exec(source.slice(at, at + 24)) : null;
    if (repeat) {
      if (Number(repeat[1]) > MAX_REPEAT || Number(repeat[2] ?? 0) > MAX_REPEAT) {
        return { reason: `RE2 repeats at most ${MAX_REPEAT} times` };
      }
      if (source[at + repeat[0].length] === '+') {
        return { reason: 'possessive quantifiers do not exist in RE2' };
      }
      out += repeat[0];
      at += repeat[0].length - 1;
      continue;
    }
    if (char === '{' || char === '}') {
      out += `\\${char}`;
      continue;
    }
    if ((char === '*' || char === '+' || char === '?') && source[at + 1] === '+') {
      return { reason: 'possessive quantifiers do not exist in RE2' };
    }
    out += char;
  }
  if (hasBackReference) return { reason: 'back-references do not exist in RE2' };
  // Kusto allows 16 capturing groups; nothing here reads them.
  return groups > MAX_GROUPS ? withoutCaptures(out) : out;
}

function classEnd(source: string, start: number): number {
  let at = start + 1;
  if (source[at] === '^') at++;
  if (source[at] === ']') at++;
  for (; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '[' && source[at + 1] === ':') {
      const end = source.indexOf(':]', at + 2);
      if (end === -1) return -1;
      at = end + 1;
    } else if (source[at] === ']') return at;
  }
  return -1;
}

/** A class as both RE2 and its successors read it: a bare `[` inside is escaped. */
function classOf(text: string): string {
  let out = '[';
  for (let at = 1; at < text.length - 1; at++) {
    const char = text[at] ?? '';
    if (char === '\\') {
      const next = text[++at] ?? '';
      if (next === 'u' && /^[0-9A-Fa-f]{4}/.test(text.slice(at + 1))) {
        out += `\\x{${text.slice(at + 1, at + 5)}}`;
        at += 4;
      } else if (next === 'h') out += ' \\t';
      else if (next === 'b') out += '\\x08';
      else if (next === 'e') out += '\\x1b';
      else out += char + next;
    } else if (char === '[' && text[at + 1] === ':') {
      const end = text.indexOf(':]', at + 2);
      out += text.slice(at, end + 2);
      at = end + 1;
    } else if (char === '[') out += '\\[';
    else out += char;
  }
  return `${out}]`;
}

function withoutCaptures(source: string): string {
  let out = '';
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? '';
    if (char === '\\') {
      out += char + (source[++at] ?? '');
      continue;
    }
    if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(' && source[at + 1] !== '?') {
      out += '(?:';
      continue;
    }
    out += char;
  }
  return out;
}
