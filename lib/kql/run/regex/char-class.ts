import { bothCases, type CharSet, complement, LAST, PERL, POSIX, point, union } from './char-set';
import type { RegexCursor } from './cursor';
import { RegexError } from './regex-node';
import { propertySet } from './unicode-class';

/** `\d`, `\pL` and the like after a backslash; null for any other escape. */
export function readClassEscape(cursor: RegexCursor, start: number): CharSet | null {
  const next = cursor.source[cursor.at] ?? '';
  const perl = PERL.get(next);
  if (perl) {
    cursor.at++;
    return perl;
  }
  if (next !== 'p' && next !== 'P') return null;
  const found = /^[pP](?:\{(\^?)(\w+)\}|(\w))/.exec(cursor.source.slice(cursor.at, cursor.at + 40));
  const name = found?.[2] ?? found?.[3];
  if (!found || !name) throw new RegexError('a Unicode class needs a name', start);
  cursor.at += found[0].length;
  const set = propertySet(name, start);
  return (next === 'P') !== (found[1] === '^') ? complement(set) : set;
}

export function readCharEscape(cursor: RegexCursor, start: number): number {
  const hex = /^x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(
    cursor.source.slice(cursor.at, cursor.at + 12),
  );
  if (hex) {
    const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
    if (code > LAST) throw new RegexError('no such character', start);
    cursor.at += hex[0].length;
    return code;
  }
  const octal = /^0[0-7]{0,2}/.exec(cursor.source.slice(cursor.at, cursor.at + 3));
  if (octal) {
    cursor.at += octal[0].length;
    return Number.parseInt(octal[0], 8);
  }
  const char = cursor.take();
  const control = CONTROLS.get(char);
  if (control !== undefined) return control;
  if (/[A-Za-z0-9]/.test(char)) {
    throw new RegexError(`the escape \\${char} is not supported`, start);
  }
  return char.codePointAt(0) ?? 0;
}

export function readCharClass(cursor: RegexCursor, ignoreCase: boolean, start: number): CharSet {
  const negated = cursor.starts('^');
  if (negated) cursor.at++;
  const sets: CharSet[] = [];
  let first = true;
  while (first || !cursor.starts(']')) {
    if (cursor.done) throw new RegexError('a [ has no ]', start);
    first = false;
    const posix = /^\[:(\^?)(\w+):\]/.exec(cursor.source.slice(cursor.at, cursor.at + 16));
    if (posix) {
      const named = POSIX.get(posix[2] ?? '');
      if (!named) throw new RegexError(`there is no character class named ${posix[2]}`, start);
      cursor.at += posix[0].length;
      sets.push(posix[1] ? complement(named) : named);
      continue;
    }
    const set = readMember(cursor);
    if (typeof set !== 'number') {
      sets.push(set);
      continue;
    }
    if (
      !cursor.starts('-') ||
      cursor.source[cursor.at + 1] === ']' ||
      cursor.at + 1 >= cursor.source.length
    ) {
      sets.push(point(set));
      continue;
    }
    cursor.at++;
    const to = readMember(cursor);
    if (typeof to !== 'number' || to < set) throw new RegexError('a range is out of order', start);
    sets.push([set, to]);
  }
  cursor.at++;
  let all = union(...sets);
  if (ignoreCase) all = bothCases(all);
  return negated ? complement(all) : all;
}

function readMember(cursor: RegexCursor): CharSet | number {
  const start = cursor.at;
  if (!cursor.starts('\\')) return cursor.take().codePointAt(0) ?? 0;
  cursor.at++;
  if (cursor.done) throw new RegexError('a [ has no ]', start);
  return readClassEscape(cursor, start) ?? readCharEscape(cursor, start);
}

const CONTROLS = new Map(
  Object.entries<number>({
    a: 0x07,
    f: 0x0c,
    t: 0x09,
    n: 0x0a,
    r: 0x0d,
    v: 0x0b,
  }),
);
