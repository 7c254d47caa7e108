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

/** A character by its code: `\x7F`, `\u007F`, `\U0000007F`, or any of them as `\x{7F}`. */
const CODED =
  /^(?:[xuU]\{([0-9A-Fa-f]{1,8})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))/;

export function readCharEscape(cursor: RegexCursor, start: number): number {
  const coded = CODED.exec(cursor.source.slice(cursor.at, cursor.at + 12));
  if (coded) {
    const code = Number.parseInt(coded.slice(1).find((digits) => digits !== undefined) ?? '', 16);
    if (code > LAST) throw new RegexError('no such character', start);
    cursor.at += coded[0].length;
    return code;
  }
  const char = cursor.take();
  const control = CONTROLS.get(char);
  if (control !== undefined) return control;
  // Only ASCII punctuation may be escaped.
  if (/[A-Za-z0-9<>]|[^\0-\x7f]/.test(char)) {
    throw new RegexError(`the escape \\${char} is not supported`, start);
  }
  return char.codePointAt(0) ?? 0;
}

/** A class after its `[`. Classes nest, and combine by `&&`, `--` and `~~`, from left to right. */
export function readCharClass(cursor: RegexCursor, ignoreCase: boolean, start: number): CharSet {
  const negated = cursor.starts('^');
  if (negated) cursor.at++;
  let members: CharSet[] = [];
  while (cursor.starts('-')) {
    cursor.at++;
    members.push(HYPHEN);
  }
  if (members.length === 0 && cursor.starts(']')) {
    cursor.at++;
    members.push(point(0x5d));
  }
  let all: CharSet | null = null;
  let operation: SetOperation | null = null;
  const combine = (): CharSet => {
    const next = ignoreCase ? bothCases(union(...members)) : union(...members);
    members = [];
    return all && operation ? operation(all, next) : next;
  };
  while (!cursor.starts(']')) {
    if (cursor.done) throw new RegexError('a [ has no ]', start);
    const next = SET_OPERATIONS.get(cursor.source.slice(cursor.at, cursor.at + 2));
    if (next) {
      all = combine();
      operation = next;
      cursor.at += 2;
    } else members.push(readMembers(cursor, ignoreCase));
  }
  cursor.at++;
  const set = combine();
  return negated ? complement(set) : set;
}

type SetOperation = (one: CharSet, other: CharSet) => CharSet;

const intersect: SetOperation = (one, other) =>
  complement(union(complement(one), complement(other)));
const subtract: SetOperation = (one, other) => intersect(one, complement(other));

const SET_OPERATIONS: ReadonlyMap<string, SetOperation> = new Map([
  ['&&', intersect],
  ['--', subtract],
  ['~~', (one: CharSet, other: CharSet) => union(subtract(one, other), subtract(other, one))],
]);

const HYPHEN = point(0x2d);

/** One member of a class: a range, a character, a class by name, or a class in brackets. */
function readMembers(cursor: RegexCursor, ignoreCase: boolean): CharSet {
  const start = cursor.at;
  const posix = /^\[:(\^?)(\w+):\]/.exec(cursor.source.slice(cursor.at, cursor.at + 16));
  if (posix) {
    const named = POSIX.get(posix[2] ?? '');
    if (!named) throw new RegexError(`there is no character class named ${posix[2]}`, start);
    cursor.at += posix[0].length;
    return posix[1] ? complement(named) : named;
  }
  if (cursor.starts('[')) {
    cursor.at++;
    return readCharClass(cursor, ignoreCase, start);
  }
  const from = readMember(cursor);
  const after = cursor.source[cursor.at + 1];
  const isRange = cursor.starts('-') && after !== undefined && after !== ']' && after !== '-';
  if (!isRange) return typeof from === 'number' ? point(from) : from;
  cursor.at++;
  const to = readMember(cursor);
  if (typeof from !== 'number' || typeof to !== 'number') {
    throw new RegexError('a range begins or ends with a class', start);
  }
  if (to < from) throw new RegexError('a range is out of order', start);
  return [from, to];
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
