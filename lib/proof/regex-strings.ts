import { addAll } from '@/lib/long-lists';

/*
 * Strings that a regular expression finds. The expression is read into a small tree (the RE2 subset:
 * no look-around, no back-references) and each seed walks it differently: another alternative,
 * another count of repetitions. The caller checks the result with the real matcher, so a
 * construct that is read too loosely (`\b`) wastes a candidate but never affects correctness.
 */

type Node =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'class'; readonly chars: readonly string[] }
  | { readonly kind: 'sequence'; readonly of: readonly Node[] }
  | { readonly kind: 'choice'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number };

const MAX_LENGTH = 4_000;
const MAX_SOURCE = 5_000;

/** Up to `count` different strings; none when the expression uses what is not understood. */
export function regexStrings(source: string, count: number): string[] {
  if (source.length > MAX_SOURCE) return [];
  const tree = parse(source.replace(/^\(\?[ims]+\)/, ''));
  if (!tree) return [];
  const found = new Set<string>();
  for (let seed = 0; seed < count * 2 && found.size < count; seed++) {
    const state = { seed, length: 0 };
    const text = write(tree, state);
    if (text !== null) found.add(text);
  }
  return [...found];
}

function write(node: Node, state: { seed: number; length: number }): string | null {
  if (state.length > MAX_LENGTH) return null;
  switch (node.kind) {
    case 'text':
      state.length += node.value.length;
      return node.value;
    case 'class':
      state.length++;
      return node.chars[state.seed % node.chars.length] ?? null;
    case 'choice':
      return write(node.of[state.seed % node.of.length] ?? { kind: 'text', value: '' }, state);
    case 'sequence': {
      let text = '';
      for (const part of node.of) {
        const piece = write(part, state);
        if (piece === null) return null;
        text += piece;
      }
      return text;
    }
    case 'repeat': {
      const count = Math.min(node.max, node.min + (state.seed % 3 === 0 ? 0 : 1));
      let text = '';
      for (let at = 0; at < count; at++) {
        const piece = write(node.of, state);
        if (piece === null) return null;
        text += piece;
      }
      return text;
    }
  }
}

class Unsupported extends Error {}

interface Cursor {
  readonly source: string;
  at: number;
  depth: number;
}

function parse(source: string): Node | null {
  const cursor: Cursor = { source, at: 0, depth: 0 };
  try {
    const node = parseChoice(cursor);
    return cursor.at === source.length ? node : null;
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

function parseChoice(cursor: Cursor): Node {
  if (++cursor.depth > 60) throw new Unsupported();
  const branches: Node[] = [parseSequence(cursor)];
  while (cursor.source[cursor.at] === '|') {
    cursor.at++;
    branches.push(parseSequence(cursor));
  }
  cursor.depth--;
  return branches.length === 1 ? (branches[0] as Node) : { kind: 'choice', of: branches };
}

function parseSequence(cursor: Cursor): Node {
  const parts: Node[] = [];
  while (cursor.at < cursor.source.length) {
    const char = cursor.source[cursor.at];
    if (char === '|' || char === ')') break;
    const atom = parseAtom(cursor);
    parts.push(parseRepeat(cursor, atom));
  }
  return { kind: 'sequence', of: parts };
}

function parseRepeat(cursor: Cursor, atom: Node): Node {
  const rest = cursor.source.slice(cursor.at, cursor.at + 24);
  const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})[?+]?/.exec(rest);
  if (!found) return atom;
  cursor.at += found[0].length;
  const symbol = found[1];
  if (symbol) {
    const min = symbol === '+' ? 1 : 0;
    return { kind: 'repeat', of: atom, min, max: symbol === '?' ? 1 : 4 };
  }
  const min = Number(found[2]);
  const max = found[3] === undefined ? min : found[4] ? Number(found[4]) : min + 3;
  if (min > MAX_LENGTH) throw new Unsupported();
  return { kind: 'repeat', of: atom, min, max };
}

function parseAtom(cursor: Cursor): Node {
  const char = cursor.source[cursor.at++] ?? '';
  switch (char) {
    case '(':
      return parseGroup(cursor);
    case '[':
      return { kind: 'class', chars: parseClass(cursor) };
    case '.':
      return { kind: 'class', chars: ['k', '7', '_'] };
    case '^':
    case '$':
      return { kind: 'text', value: '' };
    case '\\':
      return parseEscape(cursor);
    default:
      return { kind: 'text', value: char };
  }
}

function parseGroup(cursor: Cursor): Node {
  if (cursor.source[cursor.at] === '?') {
    const found = /^\?(?::|P?<[A-Za-z_]\w*>|[ims]+:)/.exec(
      cursor.source.slice(cursor.at, cursor.at + 40),
    );
    if (!found) throw new Unsupported();
    cursor.at += found[0].length;
  }
  const node = parseChoice(cursor);
  if (cursor.source[cursor.at] !== ')') throw new Unsupported();
  cursor.at++;
  return node;
}

const WORD = ['k', 'Z', '7', '_'];
const SHORTHANDS = new Map(
  Object.entries<readonly string[]>({
    d: ['7', '2', '0'],
    D: ['k', '-'],
    w: WORD,
    W: [' ', '-'],
    s: [' ', '\t'],
    S: ['k', '7'],
  }),
);
const CONTROLS = new Map(
  Object.entries<string>({
    n: '\n',
    r: '\r',
    t: '\t',
    f: '\f',
    v: '\v',
    '0': '\0',
  }),
);

function parseEscape(cursor: Cursor): Node {
  const char = cursor.source[cursor.at++] ?? '';
  const shorthand = SHORTHANDS.get(char);
  if (shorthand) return { kind: 'class', chars: shorthand };
  if ('bBAzZ'.includes(char)) return { kind: 'text', value: '' };
  return { kind: 'text', value: escapedChar(cursor, char) };
}

function escapedChar(cursor: Cursor, char: string): string {
  const control = CONTROLS.get(char);
  if (control !== undefined) return control;
  const digits = char === 'x' ? 2 : char === 'u' ? 4 : 0;
  if (digits > 0) {
    const hex = cursor.source.slice(cursor.at, cursor.at + digits);
    if (!/^[0-9a-f]+$/i.test(hex) || hex.length < digits) throw new Unsupported();
    cursor.at += digits;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }
  // \1 and \k<name> refer back, \p{…} names a class: neither is read.
  if (/[1-9kpP]/.test(char)) throw new Unsupported();
  return char;
}

/** Characters tried for a class, the plain ones first. */
const PRINTABLE = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
const TRIED = [...'kZ7_- /.', ...PRINTABLE, '\t', '\n', '\r'];

function parseClass(cursor: Cursor): string[] {
  const negated = cursor.source[cursor.at] === '^';
  if (negated) cursor.at++;
  const members: ((char: string) => boolean)[] = [];
  const own: string[] = [];
  let first = true;
  while (cursor.at < cursor.source.length && (first || cursor.source[cursor.at] !== ']')) {
    first = false;
    const low = classMember(cursor, members, own);
    if (low === null) continue;
    if (cursor.source[cursor.at] === '-' && cursor.source[cursor.at + 1] !== ']') {
      cursor.at++;
      const high = classMember(cursor, members, own);
      if (high === null) throw new Unsupported();
      members.push((char) => char >= low && char <= high);
      own.push(low);
    } else {
      members.push((char) => char === low);
      own.push(low);
    }
  }
  if (cursor.source[cursor.at] !== ']') throw new Unsupported();
  cursor.at++;
  const chars = negated
    ? TRIED.filter((char) => !members.some((member) => member(char)))
    : [...own, ...TRIED.filter((char) => members.some((member) => member(char)))];
  if (chars.length === 0) throw new Unsupported();
  return [...new Set(chars)].slice(0, 6);
}

/** One member's character, or null when the member was a whole class. */
function classMember(
  cursor: Cursor,
  members: ((char: string) => boolean)[],
  own: string[],
): string | null {
  const char = cursor.source[cursor.at++] ?? '';
  if (char !== '\\') {
    if (char === '[' && cursor.source[cursor.at] === ':') throw new Unsupported();
    return char;
  }
  const escaped = cursor.source[cursor.at++] ?? '';
  const shorthand = SHORTHANDS.get(escaped);
  if (!shorthand) return escaped === 'b' ? '\b' : escapedChar(cursor, escaped);
  const tester = new RegExp(`^\\${escaped}$`);
  members.push((candidate) => tester.test(candidate));
  addAll(own, shorthand);
  return null;
}
