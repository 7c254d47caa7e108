import { readCharClass, readCharEscape, readClassEscape } from './char-class';
import { bothCases, type CharSet, complement, LAST, NEWLINE, point } from './char-set';
import { RegexCursor } from './cursor';
import { type Assertion, type ParsedRegex, RegexError, type RegexNode } from './regex-node';

const MAX_REPEAT = 1000;

const MAX_DEPTH = 200;

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

/**
 * Reads a regular expression as Kusto does (https://learn.microsoft.com/kusto/query/regex). Its dialect
 * is that of Rust's regex crate, https://docs.rs/regex/latest/regex/#syntax, which lacks what needs
 * backtracking: look-around, back-references, atomic groups, possessive quantifiers. Throws a RegexError
 * that names what Kusto refuses.
 */
export function parseRegex(source: string): ParsedRegex {
  const parser = new RegexParser(source);
  const node = parser.alternatives({ i: false, m: false, s: false, U: false }, 0);
  if (!parser.done) throw new RegexError('a ) has no (', parser.at);
  return { node, captures: parser.names.length, names: [null, ...parser.names] };
}

class RegexParser extends RegexCursor {
  readonly names: (string | null)[] = [];

  alternatives(outer: Flags, depth: number): RegexNode {
    if (depth > MAX_DEPTH) throw new RegexError('groups are nested too deeply', this.at);
    let flags = outer;
    const options: RegexNode[] = [];
    let sequence: RegexNode[] = [];
    while (!this.done && !this.starts(')')) {
      if (this.starts('|')) {
        this.at++;
        options.push(concat(sequence));
        sequence = [];
        continue;
      }
      const atom = this.atom(flags, depth);
      if ('flags' in atom) flags = atom.flags;
      else sequence.push(this.quantified(atom.node, flags));
    }
    options.push(concat(sequence));
    const only = options[0];
    return options.length === 1 && only ? only : { kind: 'alternate', of: options };
  }

  private atom(flags: Flags, depth: number): { node: RegexNode } | { flags: Flags } {
    const start = this.at;
    const char = this.take();
    switch (char) {
      case '(':
        return this.group(flags, depth, start);
      case '[':
        return { node: chars(readCharClass(this, flags.i, start), flags) };
      case '.':
        return { node: { kind: 'chars', set: flags.s ? [0, LAST] : complement(NEWLINE) } };
      case '^':
        return { node: { kind: 'assert', what: flags.m ? 'line-start' : 'text-start' } };
      case '$':
        return { node: { kind: 'assert', what: flags.m ? 'line-end' : 'text-end' } };
      case '*':
      case '+':
      case '?':
        throw new RegexError(`${char} has nothing to repeat`, start);
      case '\\':
        return { node: this.escape(flags, start) };
      default:
        return { node: literal(char, flags) };
    }
  }

  private group(
    flags: Flags,
    depth: number,
    start: number,
  ): { node: RegexNode } | { flags: Flags } {
    for (const [mark, what] of REFUSED_GROUPS) {
      if (this.starts(mark)) throw new RegexError(`${what} are not supported`, start);
    }
    const name = this.groupName(start);
    if (name === null && this.starts('?')) return this.flagGroup(flags, depth, start);
    this.names.push(name);
    const index = this.names.length;
    const of = this.alternatives(flags, depth + 1);
    this.close(start);
    return { node: { kind: 'capture', index, of } };
  }

  /** The name in `(?<name>…)` or `(?P<name>…)`; null for any other group. */
  private groupName(start: number): string | null {
    const named = /^\?P?<([A-Za-z_]\w*)>/.exec(this.source.slice(this.at, this.at + 80));
    const name = named?.[1];
    if (!named || name === undefined) return null;
    if (this.names.includes(name)) throw new RegexError(`two groups are named ${name}`, start);
    this.at += named[0].length;
    return name;
  }

  /** `(?i-s:…)`, or `(?i)` for the rest of the enclosing group. */
  private flagGroup(
    flags: Flags,
    depth: number,
    start: number,
  ): { node: RegexNode } | { flags: Flags } {
    const set = /^\?([imsU]*)(?:-([imsU]*))?([:)])/.exec(this.source.slice(this.at, this.at + 24));
    if (!set) throw new RegexError('an unknown kind of group', start);
    this.at += set[0].length;
    const inner: Flags = { ...flags };
    for (const flag of set[1] ?? '') Object.assign(inner, { [flag]: true });
    for (const flag of set[2] ?? '') Object.assign(inner, { [flag]: false });
    if (set[3] === ')') return { flags: inner };
    const node = this.alternatives(inner, depth + 1);
    this.close(start);
    return { node };
  }

  private close(start: number): void {
    if (!this.starts(')')) throw new RegexError('a ( has no )', start);
    this.at++;
  }

  private quantified(node: RegexNode, flags: Flags): RegexNode {
    const start = this.at;
    const bounds = this.quantifier();
    if (!bounds) return node;
    let greedy = !flags.U;
    if (this.starts('?')) {
      this.at++;
      greedy = !greedy;
    } else if (this.starts('+')) {
      throw new RegexError('possessive quantifiers are not supported', start);
    }
    if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(this.source.slice(this.at, this.at + 12))) {
      throw new RegexError('a quantifier follows a quantifier', this.at);
    }
    return { kind: 'repeat', of: node, min: bounds[0], max: bounds[1], greedy };
  }

  private quantifier(): readonly [number, number] | null {
    const char = this.source[this.at];
    if (char === '*' || char === '+' || char === '?') {
      this.at++;
      return char === '?' ? [0, 1] : [char === '+' ? 1 : 0, Number.POSITIVE_INFINITY];
    }
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.source.slice(this.at, this.at + 24));
    if (!counted) return null;
    const min = Number(counted[1]);
    const max =
      counted[2] === undefined ? min : counted[3] ? Number(counted[3]) : Number.POSITIVE_INFINITY;
    if (min > MAX_REPEAT || (Number.isFinite(max) && max > MAX_REPEAT) || min > max) {
      throw new RegexError(`a repeat of ${counted[0]} is not allowed`, this.at);
    }
    this.at += counted[0].length;
    return [min, max];
  }

  private escape(flags: Flags, start: number): RegexNode {
    if (this.done) throw new RegexError('a backslash ends the expression', start);
    const next = this.source[this.at] ?? '';
    const edge = /^b\{(start|end|start-half|end-half)\}/.exec(
      this.source.slice(this.at, this.at + 14),
    );
    const assertion = ASSERTIONS.get(edge?.[0] ?? next);
    if (assertion) {
      this.at += edge?.[0].length ?? 1;
      return { kind: 'assert', what: assertion };
    }
    if (/[0-9]/.test(next)) throw new RegexError('back-references are not supported', start);
    const set = readClassEscape(this, start);
    if (set) return { kind: 'chars', set };
    return chars([...point(readCharEscape(this, start))], flags);
  }
}

const REFUSED_GROUPS: readonly (readonly [mark: string, what: string])[] = [
  ['?=', 'look-aheads'],
  ['?!', 'look-aheads'],
  ['?<=', 'look-behinds'],
  ['?<!', 'look-behinds'],
  ['?>', 'atomic groups'],
  ['?(', 'conditionals'],
  ['?#', 'comments'],
  ['?|', 'branch resets'],
  ['?R', 'recursions'],
  ['?P=', 'back-references'],
  ['?P>', 'recursions'],
];

const ASSERTIONS = new Map(
  Object.entries<Assertion>({
    A: 'text-start',
    z: 'text-end',
    b: 'word',
    B: 'not-word',
    '<': 'word-start',
    '>': 'word-end',
    'b{start}': 'word-start',
    'b{end}': 'word-end',
    'b{start-half}': 'no-word-before',
    'b{end-half}': 'no-word-after',
  }),
);

function concat(of: readonly RegexNode[]): RegexNode {
  const only = of[0];
  return of.length === 1 && only ? only : { kind: 'concat', of };
}

function literal(char: string, flags: Flags): RegexNode {
  return chars(point(char.codePointAt(0) ?? 0), flags);
}

function chars(set: CharSet, flags: Flags): RegexNode {
  return { kind: 'chars', set: flags.i ? bothCases(set) : set };
}
