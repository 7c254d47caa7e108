import {
  type CharSet,
  complement,
  DIGITS,
  EVERYTHING,
  NEWLINE,
  POSIX,
  SPACE,
  union,
  WORD,
  withBothCases,
} from './char-set';

/**
 * Regular expressions of Sigma (modifiers appendix, "Regular Expression"): PCRE without what needs
 * backtracking. The tree has lost what makes no difference to whether a text matches: captures, lazy
 * quantifiers, names. Letters stand for both cases where `i` is on.
 */
export type RegexNode =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'concat'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'alternate'; readonly of: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly of: RegexNode;
      readonly min: number;
      /** Infinity where there is no upper bound. */
      readonly max: number;
    };

export type Assertion =
  | 'text-start'
  | 'text-end'
  /** End of the text, or before a newline that ends it: what `$` means in PCRE. */
  | 'last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'no-word-boundary';

/** Why a regular expression cannot be read: it is none, or it needs what Sigma leaves out. */
export class RegexError extends Error {
  readonly kind: 'invalid' | 'unsupported';
  /** Offset into the expression. */
  readonly at: number;

  constructor(kind: 'invalid' | 'unsupported', message: string, at: number) {
    super(message);
    this.kind = kind;
    this.at = at;
  }
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

const MAX_NESTING = 200;
const MAX_COUNT = 1000;
const CONTROL: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7, e: 27 };
const CLASSES: Readonly<Record<string, CharSet>> = {
  d: DIGITS,
  D: complement(DIGITS),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  z: 'text-end',
  Z: 'last-line-end',
  b: 'word-boundary',
  B: 'no-word-boundary',
};

/** Throws a RegexError. */
export function parseRegex(source: string, flags: string): RegexNode {
  return new RegexParser(source).parse({
    i: flags.includes('i'),
    m: flags.includes('m'),
    s: flags.includes('s'),
  });
}

class RegexParser {
  private readonly source: string;
  private at = 0;
  private nesting = 0;
  private flags: Flags = { i: false, m: false, s: false };

  constructor(source: string) {
    this.source = source;
  }

  parse(flags: Flags): RegexNode {
    this.flags = flags;
    const node = this.alternatives();
    if (this.at < this.source.length) this.fail('invalid', 'this parenthesis closes nothing');
    return node;
  }

  private fail(kind: 'invalid' | 'unsupported', message: string, at = this.at): never {
    throw new RegexError(kind, message, at);
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found) this.at += found[0].length;
    return found;
  }

  private alternatives(): RegexNode {
    if (++this.nesting > MAX_NESTING) this.fail('invalid', 'it is nested too deeply');
    // Flags that are set inside hold to the end of the group, across its alternatives.
    const before = this.flags;
    const of = [this.sequence()];
    while (this.take('|')) of.push(this.sequence());
    this.flags = before;
    this.nesting--;
    const [only] = of;
    return of.length === 1 && only ? only : { kind: 'alternate', of };
  }

  private sequence(): RegexNode {
    const of: RegexNode[] = [];
    while (this.at < this.source.length && !this.peek('|') && !this.peek(')')) {
      const atom = this.atom();
      if (atom) of.push(this.quantified(atom));
    }
    const [only] = of;
    return of.length === 1 && only ? only : { kind: 'concat', of };
  }

  private quantified(atom: RegexNode): RegexNode {
    let node = atom;
    for (;;) {
      const start = this.at;
      const bounds = this.bounds();
      if (!bounds) return node;
      if (node !== atom) this.fail('invalid', 'a quantifier follows a quantifier', start);
      const [min, max] = bounds;
      if (max < min) this.fail('invalid', 'the upper bound is below the lower', start);
      if (min > MAX_COUNT || (max !== Number.POSITIVE_INFINITY && max > MAX_COUNT)) {
        this.fail('unsupported', `it repeats more than ${MAX_COUNT} times`, start);
      }
      if (this.peek('+')) this.fail('unsupported', 'possessive quantifiers are no part of Sigma');
      this.take('?');
      node = { kind: 'repeat', of: node, min, max };
    }
  }

  private bounds(): [number, number] | null {
    if (this.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.take('?')) return [0, 1];
    const found = this.match(/\{(\d{1,9})(,?)(\d{0,9})\}/y);
    if (!found) return null;
    const min = Number(found[1]);
    if (found[2] === '') return found[3] === '' ? [min, min] : null;
    return [min, found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])];
  }

  /** Null where there is nothing to match, such as flags or a comment. */
  private atom(): RegexNode | null {
    if (this.take('(')) return this.group();
    if (this.take('[')) return this.chars(this.charClass());
    if (this.take('.'))
      return { kind: 'chars', set: this.flags.s ? EVERYTHING : complement(NEWLINE) };
    if (this.take('^')) return assertion(this.flags.m ? 'line-start' : 'text-start');
    if (this.take('$')) return assertion(this.flags.m ? 'line-end' : 'last-line-end');
    if (this.take('\\')) return this.escape();
    if (/[*+?]/.test(this.source[this.at] ?? ''))
      this.fail('invalid', 'there is nothing to repeat');
    return this.literal();
  }

  private literal(): RegexNode {
    const code = this.source.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    return this.chars([code, code]);
  }

  private chars(set: CharSet): RegexNode {
    return { kind: 'chars', set: this.flags.i ? withBothCases(set) : set };
  }

  private group(): RegexNode | null {
    const start = this.at - 1;
    if (this.match(/\?#[^)]*\)/y)) return null;
    const flags = this.match(/\?([a-z]*)(?:-([a-z]+))?([:)])/y);
    if (flags) {
      const before = this.flags;
      this.flags = this.changed(flags[1] ?? '', flags[2] ?? '', start);
      if (flags[3] === ')') return null;
      const inner = this.closed(start);
      this.flags = before;
      return inner;
    }
    if (this.match(/\?<?[=!]/y)) this.fail('unsupported', 'look-around is no part of Sigma', start);
    const named = this.match(/\?P?<[A-Za-z_]\w*>|\?'[A-Za-z_]\w*'/y);
    if (!named && this.peek('?')) {
      this.fail('unsupported', 'this kind of group is no part of Sigma', start);
    }
    return this.closed(start);
  }

  private changed(on: string, off: string, at: number): Flags {
    if (/[^ims]/.test(on + off)) {
      this.fail('unsupported', 'only the flags i, m and s are part of Sigma', at);
    }
    const set = (flag: keyof Flags) =>
      !off.includes(flag) && (this.flags[flag] || on.includes(flag));
    return { i: set('i'), m: set('m'), s: set('s') };
  }

  private closed(start: number): RegexNode {
    const inner = this.alternatives();
    if (!this.take(')')) this.fail('invalid', 'this parenthesis is not closed', start);
    return inner;
  }

  private escape(): RegexNode {
    const start = this.at - 1;
    const char = this.source[this.at] ?? '';
    const known = Object.hasOwn(CLASSES, char) ? CLASSES[char] : undefined;
    if (known) {
      this.at++;
      return { kind: 'chars', set: known };
    }
    const what = Object.hasOwn(ASSERTIONS, char) ? ASSERTIONS[char] : undefined;
    if (what) {
      this.at++;
      return assertion(what);
    }
    if (char === 'Q') return this.quoted();
    if (/[1-9gk]/.test(char)) {
      this.fail('unsupported', 'references to groups are no part of Sigma', start);
    }
    const code = this.escapedCode(start);
    return this.chars([code, code]);
  }

  private quoted(): RegexNode {
    this.at++;
    const found = this.source.indexOf('\\E', this.at);
    const end = found === -1 ? this.source.length : found;
    const of: RegexNode[] = [];
    while (this.at < end) of.push(this.literal());
    this.at = Math.min(end + 2, this.source.length);
    return { kind: 'concat', of };
  }

  /** A character that is written as an escape. */
  private escapedCode(start: number): number {
    const hex = this.match(/x\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})/y);
    if (hex) {
      const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
      if (code <= 0x10ffff) return code;
      this.fail('invalid', 'there is no such character', start);
    }
    const octal = this.match(/0[0-7]{0,2}/y);
    if (octal) return Number.parseInt(octal[0], 8);
    const char = this.source[this.at];
    if (char === undefined) this.fail('invalid', 'it ends with a backslash', start);
    const control = Object.hasOwn(CONTROL, char) ? CONTROL[char] : undefined;
    if (control === undefined && /[A-Za-z0-9]/.test(char)) {
      this.fail('unsupported', `\`\\${char}\` is no part of Sigma`, start);
    }
    const code = control ?? this.source.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  private charClass(): CharSet {
    const start = this.at - 1;
    const negated = this.take('^');
    const sets: CharSet[] = [];
    let first = true;
    while (first || !this.peek(']')) {
      if (this.at >= this.source.length) this.fail('invalid', 'this class is not closed', start);
      first = false;
      const from = this.classItem();
      if (typeof from !== 'number') {
        sets.push(from);
        continue;
      }
      // A hyphen at the end of a class is a hyphen.
      if (!this.peek('-') || this.source[this.at + 1] === ']') {
        sets.push([from, from]);
        continue;
      }
      this.at++;
      const to = this.classItem();
      if (typeof to !== 'number') {
        sets.push([from, from], [0x2d, 0x2d], to);
      } else if (to < from) {
        this.fail('invalid', 'this range is backwards', start);
      } else {
        sets.push([from, to]);
      }
    }
    this.at++;
    const set = union(...sets);
    // Both cases have to be in before the class is negated.
    return negated ? complement(this.flags.i ? withBothCases(set) : set) : set;
  }

  private classItem(): number | CharSet {
    const posix = this.match(/\[:(\^?)([a-z]+):\]/y);
    if (posix) {
      const set = Object.hasOwn(POSIX, posix[2] ?? '') ? POSIX[posix[2] ?? ''] : undefined;
      if (!set) this.fail('invalid', 'there is no such class');
      return posix[1] ? complement(set) : set;
    }
    if (!this.take('\\')) {
      const code = this.source.codePointAt(this.at) ?? 0;
      this.at += code > 0xffff ? 2 : 1;
      return code;
    }
    const char = this.source[this.at] ?? '';
    const known = Object.hasOwn(CLASSES, char) ? CLASSES[char] : undefined;
    if (known) {
      this.at++;
      return known;
    }
    if (this.take('b')) return 8;
    return this.escapedCode(this.at - 1);
  }
}

function assertion(what: Assertion): RegexNode {
  return { kind: 'assert', what };
}
