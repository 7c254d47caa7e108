/*
 * Reads a regular expression piece by piece: an escape, a class, the start of a group, a repeat, or a
 * single character.
 */

const ESCAPES_OF_RE2 = new Set('AzbBdDsSwWpPxntrfvaQEC0123456789');
const MAX_REPEAT = 1000;
const MAX_GROUPS = 16;

interface Refusal {
  readonly reason: string;
}

/** A piece as RE2 spells it, and the offset of the first character after it. */
interface Piece {
  readonly text: string;
  readonly end: number;
  readonly captures?: true;
  readonly refersBack?: true;
}

const missing = (what: string): Refusal => ({ reason: `${what} does not exist in RE2` });
const missingAll = (what: string): Refusal => ({ reason: `${what} do not exist in RE2` });

/** The expression as RE2 spells it, or the reason why RE2 refuses it. */
export function toRe2Syntax(source: string): string | Refusal {
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
    case '[': {
      const last = classEnd(source, at);
      if (last === -1) return { reason: 'a character class has no closing bracket' };
      return { text: classOf(source.slice(at, last + 1)), end: last + 1 };
    }
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

/** RE2's form of escapes that it spells differently. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['Z', '\\z'],
  ['e', '\\x1b'],
  ['h', '[ \\t]'],
]);

function readEscape(source: string, at: number): Piece | Refusal {
  const next = source[at + 1] ?? '';
  const end = at + 2;
  if (next === '') return { reason: 'it ends in a backslash' };
  if (next === 'k' || next === 'g') return missingAll('back-references');
  if (/[1-9]/.test(next)) return { text: `\\${next}`, end, refersBack: true };
  if (!/[A-Za-z]/.test(next) || ESCAPES_OF_RE2.has(next)) return { text: `\\${next}`, end };
  const code = /^[0-9A-Fa-f]{4}/.exec(source.slice(end, end + 4));
  if (next === 'u' && code) return { text: `\\x{${code[0]}}`, end: end + 4 };
  const spelling = SPELLINGS.get(next);
  return spelling === undefined ? missing(`\\${next}`) : { text: spelling, end };
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
  const named = /^\(\?P?<[A-Za-z_]\w*>/.exec(source.slice(at, at + 80));
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
    return { reason: `RE2 repeats at most ${MAX_REPEAT} times` };
  }
  const end = at + repeat[0].length;
  return source[end] === '+' ? missingAll('possessive quantifiers') : { text: repeat[0], end };
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
