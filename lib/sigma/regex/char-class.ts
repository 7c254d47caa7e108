import {
  type CharSet,
  complement,
  DIGITS,
  POSIX,
  SPACE,
  union,
  WORD,
  withBothCases,
} from './char-set';
import type { RegexCursor } from './cursor';

const CONTROL = new Map(Object.entries<number>({ t: 9, n: 10, v: 11, f: 12, r: 13, a: 7, e: 27 }));
const CLASSES = new Map(
  Object.entries<CharSet>({
    d: DIGITS,
    D: complement(DIGITS),
    w: WORD,
    W: complement(WORD),
    s: SPACE,
    S: complement(SPACE),
  }),
);

/** `\d`, `\w` and the like after a backslash; null for other escapes. */
export function readClassEscape(cursor: RegexCursor): CharSet | null {
  const char = cursor.source[cursor.at] ?? '';
  const known = CLASSES.get(char);
  if (!known) return null;
  cursor.at++;
  return known;
}

/** A character that is written as an escape. */
export function readEscapedCode(cursor: RegexCursor, start: number): number {
  const hex = cursor.match(/x\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})/y);
  if (hex) {
    const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
    if (code <= 0x10ffff) return code;
    cursor.fail('invalid', 'this character does not exist', start);
  }
  const octal = cursor.match(/0[0-7]{0,2}/y);
  if (octal) return Number.parseInt(octal[0], 8);
  const char = cursor.source[cursor.at];
  if (char === undefined) cursor.fail('invalid', 'it ends with a backslash', start);
  const control = CONTROL.get(char);
  if (control === undefined && /[A-Za-z0-9]/.test(char)) {
    cursor.fail('unsupported', `Sigma does not support \`\\${char}\``, start);
  }
  const code = cursor.takeCode();
  return control ?? code;
}

/** A class in brackets, after its opening bracket. */
export function readCharClass(cursor: RegexCursor, ignoreCase: boolean): CharSet {
  const start = cursor.at - 1;
  const negated = cursor.take('^');
  const sets: CharSet[] = [];
  let first = true;
  while (first || !cursor.peek(']')) {
    if (cursor.at >= cursor.source.length)
      cursor.fail('invalid', 'this character class is not closed', start);
    first = false;
    const from = readItem(cursor);
    if (typeof from !== 'number') {
      sets.push(from);
      continue;
    }
    // A hyphen at the end of a class is a hyphen.
    if (!cursor.peek('-') || cursor.source[cursor.at + 1] === ']') {
      sets.push([from, from]);
      continue;
    }
    cursor.at++;
    const to = readItem(cursor);
    if (typeof to !== 'number') {
      sets.push([from, from], [0x2d, 0x2d], to);
    } else if (to < from) {
      cursor.fail('invalid', 'this range is backwards', start);
    } else {
      sets.push([from, to]);
    }
  }
  cursor.at++;
  const set = union(...sets);
  // Add both cases before negating the class.
  return negated ? complement(ignoreCase ? withBothCases(set) : set) : set;
}

function readItem(cursor: RegexCursor): number | CharSet {
  const posix = cursor.match(/\[:(\^?)([a-z]+):\]/y);
  if (posix) {
    const set = POSIX.get(posix[2] ?? '');
    if (!set) cursor.fail('invalid', 'this character class does not exist');
    return posix[1] ? complement(set) : set;
  }
  if (!cursor.take('\\')) return cursor.takeCode();
  const known = readClassEscape(cursor);
  if (known) return known;
  if (cursor.take('b')) return 8;
  return readEscapedCode(cursor, cursor.at - 1);
}
