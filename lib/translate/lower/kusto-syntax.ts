import { escapeRegex } from './pattern';

/*
 * Rewrites a regular expression for Kusto, whose dialect is that of Rust's regex crate
 * (https://learn.microsoft.com/kusto/query/regex, https://docs.rs/regex/latest/regex/#syntax). Reads
 * it piece by piece: an escape, a class, the start of a group, a repeat, or a single character.
 * Decision 0016 compares the dialects.
 */

const LETTERS_OF_KUSTO = new Set('AzbBdDsSwWpPxntrfva');
const MAX_REPEAT = 1000;
const MAX_GROUPS = 16;

interface Refusal {
  readonly reason: string;
}

/** A piece as Kusto spells it, and the offset of the first character after it. */
interface Piece {
  readonly text: string;
  readonly end: number;
  readonly captures?: true;
  readonly refersBack?: true;
}

const missing = (what: string): Refusal => ({ reason: `${what} does not exist in Kusto` });
const missingAll = (what: string): Refusal => ({ reason: `${what} do not exist in Kusto` });

/** The expression as Kusto spells it, or the reason why Kusto cannot have it. */
export function toKustoSyntax(source: string): string | Refusal {
  let out = '';
  let groups = 0;
  let refersBack = false;
  for (let at = 0; at < source.length; ) {
    const piece = readPiece(source, at);
    if ('reason' in piece) return piece;
    out += piece.text;
    at = piece.end;
    if (piece.captures) groups++;
    if (piece.refersBack) refersBack = true;
  }
  if (refersBack) return missingAll('back-references');
  // Kusto allows 16 capturing groups, and nothing here reads them.
  return groups > MAX_GROUPS ? withoutCaptures(out) : out;
}

function readPiece(source: string, at: number): Piece | Refusal {
  const char = source[at] ?? '';
  switch (char) {
    case '\\':
      return readEscape(source, at);
    case '[':
      return readClass(source, at);
    case '(':
      return source[at + 1] === '?'
        ? readSpecialGroup(source, at)
        : { text: char, end: at + 1, captures: true };
    case '{':
      return readBrace(source, at);
    case '}':
      return { text: '\\}', end: at + 1 };
    case '*':
    case '+':
    case '?':
      if (source[at + 1] === '+') return missingAll('possessive quantifiers');
      return { text: char, end: at + 1 };
    default:
      return { text: char, end: at + 1 };
  }
}

/** Kusto's form of escapes that it spells differently. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['Z', '\\z'],
  ['e', '\\x1b'],
  ['h', '[ \\t]'],
]);

function readEscape(source: string, at: number): Piece | Refusal {
  const next = characterAt(source, at + 1);
  if (at + 1 >= source.length) return { reason: 'it ends in a backslash' };
  const end = at + 1 + next.length;
  if (next === 'Q') return readQuoted(source, end);
  // The end of a quotation that never began means nothing.
  if (next === 'E') return { text: '', end };
  if (next === 'k' || next === 'g') return missingAll('back-references');
  if (/[1-9]/.test(next)) return { text: `\\${next}`, end, refersBack: true };
  const octal = /^0[0-7]{0,2}/.exec(source.slice(at + 1, at + 4));
  if (octal) {
    const code = Number.parseInt(octal[0], 8).toString(16).padStart(2, '0');
    return { text: `\\x${code}`, end: at + 1 + octal[0].length };
  }
  // Kusto reads \< and \> as the edges of a word, and has no escapes beyond ASCII.
  if (next === '<' || next === '>' || next > '\x7f') return { text: next, end };
  if (!/[A-Za-z]/.test(next) || LETTERS_OF_KUSTO.has(next)) return { text: `\\${next}`, end };
  const code = /^[0-9A-Fa-f]{4}/.exec(source.slice(end, end + 4));
  if (next === 'u' && code) return { text: `\\x{${code[0]}}`, end: end + 4 };
  const spelling = SPELLINGS.get(next);
  return spelling === undefined ? missing(`\\${next}`) : { text: spelling, end };
}

/** The literal text after `\Q`, up to `\E` or the end. */
function readQuoted(source: string, start: number): Piece {
  const found = source.indexOf('\\E', start);
  const text = source.slice(start, found === -1 ? undefined : found);
  return { text: escapeRegex(text), end: found === -1 ? source.length : found + 2 };
}

/** A group that begins with `(?`. */
function readSpecialGroup(source: string, at: number): Piece | Refusal {
  const kind = source.slice(at + 2, at + 4);
  switch (kind[0]) {
    case '=':
    case '!':
      return missing(`look-ahead (?${kind[0]}…)`);
    case '>':
      return missingAll('atomic groups (?>…)');
    case '(':
      return missingAll('conditional groups');
    case '|':
      return missingAll('branch reset groups');
    case '#': {
      const last = source.indexOf(')', at);
      return last === -1
        ? { reason: 'a comment has no closing parenthesis' }
        : { text: '', end: last + 1 };
    }
  }
  if (kind === '<=' || kind === '<!') return missing(`look-behind (?${kind}…)`);
  const named = /^\(\?(?:P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*')/.exec(source.slice(at, at + 80));
  if (named) return { text: '(?:', end: at + named[0].length };
  const flagged = /^\(\?([a-zA-Z]*)(-[a-zA-Z]+)?(:|\))/.exec(source.slice(at, at + 20));
  if (!flagged) return missing(`the group ${source.slice(at, at + 4)}`);
  const unknown = /[^imsU-]/.exec((flagged[1] ?? '') + (flagged[2] ?? ''));
  if (unknown) return missing(`the flag ${unknown[0]}`);
  return { text: flagged[0], end: at + flagged[0].length };
}

/** A repeat such as `{2,5}`, or a literal brace. */
function readBrace(source: string, at: number): Piece | Refusal {
  const repeat = /^\{(\d+)(?:,(\d*))?\}/.exec(source.slice(at, at + 24));
  if (!repeat) return { text: '\\{', end: at + 1 };
  if (Number(repeat[1]) > MAX_REPEAT || Number(repeat[2] ?? 0) > MAX_REPEAT) {
    return { reason: `a repeat is allowed at most ${MAX_REPEAT} times` };
  }
  const end = at + repeat[0].length;
  return source[end] === '+' ? missingAll('possessive quantifiers') : { text: repeat[0], end };
}

/** A class in brackets, with everything escaped that only Kusto gives a meaning. */
function readClass(source: string, start: number): Piece | Refusal {
  let at = start + 1;
  let text = '[';
  if (source[at] === '^') {
    text += '^';
    at++;
  }
  const first = at;
  while (at < source.length) {
    if (source[at] === ']' && at > first) return { text: `${text}]`, end: at + 1 };
    const item = readItem(source, at);
    if ('reason' in item) return item;
    at = item.end;
    const isRange = source[at] === '-' && at + 1 < source.length && source[at + 1] !== ']';
    const to = isRange && item.single ? readItem(source, at + 1) : null;
    if (to && 'reason' in to) return to;
    if (to?.single) {
      text += [item, to].map((one) => (one.text === '-' ? '\\-' : one.text)).join('-');
      at = to.end;
    } else text += item.text === '-' && at > first + 1 && source[at] !== ']' ? '\\-' : item.text;
  }
  return { reason: 'a character class has no closing bracket' };
}

/** One member of a class. A `single` character may begin or end a range. */
function readItem(source: string, at: number): (Piece & { readonly single: boolean }) | Refusal {
  const char = characterAt(source, at);
  const end = at + char.length;
  if (char === '[') {
    const named = /^\[:\^?\w+:\]/.exec(source.slice(at, at + 16));
    return named
      ? { text: named[0], end: at + named[0].length, single: false }
      : { text: '\\[', end, single: true };
  }
  // Doubled, these are set operations: [a&&b] has no member at all.
  if (char === '&' || char === '~') {
    const doubled = source[end] === char || source[at - 1] === char;
    return { text: doubled ? `\\${char}` : char, end, single: true };
  }
  if (char !== '\\') return { text: char, end, single: true };
  const next = source[end] ?? '';
  if (next === 'b') return { text: '\\x08', end: end + 1, single: true };
  if (next === 'h') return { text: ' \\t', end: end + 1, single: false };
  if (/[ABzZGKQERXN]/.test(next)) return missing(`\\${next} in a character class`);
  const whole = /^\\(?:x\{\w+\}|x[0-9A-Fa-f]{2}|([pP])(?:\{\^?\w+\}|\w))/.exec(
    source.slice(at, at + 40),
  );
  if (whole) {
    return { text: whole[0], end: at + whole[0].length, single: whole[1] === undefined };
  }
  const escaped = readEscape(source, at);
  if ('reason' in escaped) return escaped;
  return { ...escaped, single: !/^[dDsSwW]$/.test(next) };
}

function characterAt(source: string, at: number): string {
  return String.fromCodePoint(source.codePointAt(at) ?? 0);
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
