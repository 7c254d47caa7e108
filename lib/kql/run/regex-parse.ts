/**
 * Kusto's regular expressions are RE2's: https://learn.microsoft.com/kusto/query/regex. What needs
 * backtracking (look-around, back-references, atomic groups, possessive quantifiers) does not exist in
 * them and is refused here by name, as the service refuses it.
 */

/** Inclusive code point ranges, sorted and disjoint: `[from, to, from, to, …]`. */
export type CharSet = readonly number[];

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'not-word';

export type RegexNode =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'concat'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'alternate'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'capture'; readonly index: number; readonly of: RegexNode }
  | {
      readonly kind: 'repeat';
      readonly of: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    };

export interface ParsedRegex {
  readonly node: RegexNode;
  readonly captures: number;
  /** Group names by capture index, where named. */
  readonly names: readonly (string | null)[];
}

export class RegexError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'RegexError';
    this.at = at;
  }
}

const LAST = 0x10ffff;
const DIGIT: CharSet = [0x30, 0x39];
const WORD: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
const SPACE: CharSet = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20];
const NEWLINE: CharSet = [0x0a, 0x0a];
const MAX_REPEAT = 1000;
const MAX_DEPTH = 200;

const POSIX: Readonly<Record<string, CharSet>> = {
  alnum: [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a],
  alpha: [0x41, 0x5a, 0x61, 0x7a],
  ascii: [0, 0x7f],
  blank: [0x09, 0x09, 0x20, 0x20],
  cntrl: [0, 0x1f, 0x7f, 0x7f],
  digit: DIGIT,
  graph: [0x21, 0x7e],
  lower: [0x61, 0x7a],
  print: [0x20, 0x7e],
  punct: [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e],
  space: [0x09, 0x0d, 0x20, 0x20],
  upper: [0x41, 0x5a],
  word: WORD,
  xdigit: [0x30, 0x39, 0x41, 0x46, 0x61, 0x66],
};

export function union(...sets: readonly CharSet[]): CharSet {
  const ranges: [number, number][] = [];
  for (const set of sets) {
    for (let at = 0; at < set.length; at += 2) ranges.push([set[at] ?? 0, set[at + 1] ?? 0]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [from, to] of ranges) {
    const end = merged[merged.length - 1];
    if (end !== undefined && from <= end + 1) merged[merged.length - 1] = Math.max(end, to);
    else merged.push(from, to);
  }
  return merged;
}

export function complement(set: CharSet): CharSet {
  const out: number[] = [];
  let next = 0;
  for (let at = 0; at < set.length; at += 2) {
    const from = set[at] ?? 0;
    if (from > next) out.push(next, from - 1);
    next = (set[at + 1] ?? 0) + 1;
  }
  if (next <= LAST) out.push(next, LAST);
  return out;
}

/** Adds the other case of each letter; RE2 folds by Unicode's simple folding. */
function bothCases(set: CharSet): CharSet {
  const extra: number[] = [];
  for (let at = 0; at < set.length; at += 2) {
    const from = set[at] ?? 0;
    const to = Math.min(set[at + 1] ?? 0, 0x24f);
    for (let code = from; code <= to; code++) {
      const char = String.fromCodePoint(code);
      for (const other of [char.toLowerCase(), char.toUpperCase()]) {
        if (other.length === 1 && other !== char) {
          const value = other.codePointAt(0) ?? 0;
          extra.push(value, value);
        }
      }
    }
  }
  return extra.length === 0 ? set : union(set, ...pairs(extra));
}

function pairs(flat: readonly number[]): CharSet[] {
  const out: CharSet[] = [];
  for (let at = 0; at < flat.length; at += 2) out.push([flat[at] ?? 0, flat[at + 1] ?? 0]);
  return out;
}

const PROPERTY_SETS = new Map<string, CharSet>();

/** `\p{Greek}`: the engine's own Unicode data, read off once a property. */
function propertySet(name: string, at: number): CharSet {
  const known = PROPERTY_SETS.get(name);
  if (known) return known;
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^\\p{${name}}$`, 'u');
  } catch {
    try {
      pattern = new RegExp(`^\\p{Script=${name}}$`, 'u');
    } catch {
      throw new RegexError(`no Unicode class is called ${name}`, at);
    }
  }
  const set: number[] = [];
  for (let code = 0; code <= LAST; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    if (!pattern.test(String.fromCodePoint(code))) continue;
    if (set[set.length - 1] === code - 1) set[set.length - 1] = code;
    else set.push(code, code);
  }
  PROPERTY_SETS.set(name, set);
  return set;
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

export function parseRegex(source: string): ParsedRegex {
  const parser = new RegexParser(source);
  const node = parser.alternatives({ i: false, m: false, s: false, U: false }, 0);
  if (!parser.done) throw new RegexError('a ) has no (', parser.at);
  return { node, captures: parser.names.length, names: [null, ...parser.names] };
}

class RegexParser {
  readonly source: string;
  readonly names: (string | null)[] = [];
  at = 0;

  constructor(source: string) {
    this.source = source;
  }

  get done(): boolean {
    return this.at >= this.source.length;
  }

  private take(): string {
    const code = this.source.codePointAt(this.at) ?? 0;
    const char = String.fromCodePoint(code);
    this.at += char.length;
    return char;
  }

  private starts(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  alternatives(outer: Flags, depth: number): RegexNode {
    if (depth > MAX_DEPTH) throw new RegexError('groups are nested too deep', this.at);
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
      const quoted = this.quoted();
      if (quoted) {
        // A quantifier after \E is about the last character alone.
        for (const char of quoted.slice(0, -1)) sequence.push(literal(char, flags));
        const last = quoted[quoted.length - 1];
        if (last !== undefined) sequence.push(this.quantified(literal(last, flags), flags));
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

  /** The characters of `\Q…\E`, which stand for themselves; null where none begins. */
  private quoted(): string[] | null {
    if (!this.starts('\\Q')) return null;
    const end = this.source.indexOf('\\E', this.at + 2);
    const text = this.source.slice(this.at + 2, end === -1 ? undefined : end);
    this.at = end === -1 ? this.source.length : end + 2;
    return [...text];
  }

  private atom(flags: Flags, depth: number): { node: RegexNode } | { flags: Flags } {
    const start = this.at;
    const char = this.take();
    switch (char) {
      case '(':
        return this.group(flags, depth, start);
      case '[':
        return { node: chars(this.charClass(flags, start), flags) };
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
    let name: string | null = null;
    if (this.starts('?')) {
      for (const [mark, what] of REFUSED_GROUPS) {
        if (this.starts(mark)) throw new RegexError(`${what} are not supported`, start);
      }
      const named = /^\?P?<([A-Za-z_]\w*)>/.exec(this.source.slice(this.at, this.at + 80));
      if (named?.[1]) {
        name = named[1];
        if (this.names.includes(name)) throw new RegexError(`two groups are called ${name}`, start);
        this.at += named[0].length;
      } else {
        const set = /^\?([imsU]*)(?:-([imsU]*))?([:)])/.exec(
          this.source.slice(this.at, this.at + 24),
        );
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
    }
    this.names.push(name);
    const index = this.names.length;
    const of = this.alternatives(flags, depth + 1);
    this.close(start);
    return { node: { kind: 'capture', index, of } };
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
    const assertion = ASSERTIONS[next];
    if (assertion) {
      this.at++;
      return { kind: 'assert', what: assertion };
    }
    if (/[1-9]/.test(next)) throw new RegexError('back-references are not supported', start);
    const set = this.classEscape(start);
    if (set) return { kind: 'chars', set };
    return chars([...point(this.charEscape(start))], flags);
  }

  /** `\d`, `\pL` and the like after a backslash; null where another escape stands. */
  private classEscape(start: number): CharSet | null {
    const next = this.source[this.at] ?? '';
    const perl = PERL[next];
    if (perl) {
      this.at++;
      return perl;
    }
    if (next !== 'p' && next !== 'P') return null;
    const found = /^[pP](?:\{(\^?)(\w+)\}|(\w))/.exec(this.source.slice(this.at, this.at + 40));
    const name = found?.[2] ?? found?.[3];
    if (!found || !name) throw new RegexError('a Unicode class has no name', start);
    this.at += found[0].length;
    const set = propertySet(name, start);
    return (next === 'P') !== (found[1] === '^') ? complement(set) : set;
  }

  private charEscape(start: number): number {
    const hex = /^x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(
      this.source.slice(this.at, this.at + 12),
    );
    if (hex) {
      const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
      if (code > LAST) throw new RegexError('no such character', start);
      this.at += hex[0].length;
      return code;
    }
    const octal = /^0[0-7]{0,2}/.exec(this.source.slice(this.at, this.at + 3));
    if (octal) {
      this.at += octal[0].length;
      return Number.parseInt(octal[0], 8);
    }
    const char = this.take();
    const control = CONTROLS[char];
    if (control !== undefined) return control;
    if (/[A-Za-z0-9]/.test(char)) {
      throw new RegexError(`the escape \\${char} is not supported`, start);
    }
    return char.codePointAt(0) ?? 0;
  }

  private charClass(flags: Flags, start: number): CharSet {
    const negated = this.starts('^');
    if (negated) this.at++;
    const sets: CharSet[] = [];
    let first = true;
    while (first || !this.starts(']')) {
      if (this.done) throw new RegexError('a [ has no ]', start);
      first = false;
      const posix = /^\[:(\^?)(\w+):\]/.exec(this.source.slice(this.at, this.at + 16));
      const named = posix?.[2] ? POSIX[posix[2]] : undefined;
      if (posix && named) {
        this.at += posix[0].length;
        sets.push(posix[1] ? complement(named) : named);
        continue;
      }
      const set = this.classMember();
      if (typeof set !== 'number') {
        sets.push(set);
        continue;
      }
      if (
        !this.starts('-') ||
        this.source[this.at + 1] === ']' ||
        this.at + 1 >= this.source.length
      ) {
        sets.push(point(set));
        continue;
      }
      this.at++;
      const to = this.classMember();
      if (typeof to !== 'number' || to < set)
        throw new RegexError('a range is out of order', start);
      sets.push([set, to]);
    }
    this.at++;
    let all = union(...sets);
    if (flags.i) all = bothCases(all);
    return negated ? complement(all) : all;
  }

  private classMember(): CharSet | number {
    const start = this.at;
    if (!this.starts('\\')) return this.take().codePointAt(0) ?? 0;
    this.at++;
    if (this.done) throw new RegexError('a [ has no ]', start);
    return this.classEscape(start) ?? this.charEscape(start);
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

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word',
  B: 'not-word',
};

const PERL: Readonly<Record<string, CharSet>> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};

const CONTROLS: Readonly<Record<string, number>> = {
  a: 0x07,
  f: 0x0c,
  t: 0x09,
  n: 0x0a,
  r: 0x0d,
  v: 0x0b,
};

function point(code: number): CharSet {
  return [code, code];
}

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
