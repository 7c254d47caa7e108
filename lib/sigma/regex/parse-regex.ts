import { addAll } from '@/lib/long-lists';
import { readCharClass, readClassEscape, readEscapedCode } from './char-class';
import { type CharSet, complement, EVERYTHING, NEWLINE, withBothCases } from './char-set';
import { RegexCursor } from './cursor';
import type { Assertion, RegexNode } from './regex-node';

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

const MAX_NESTING = 200;
const MAX_COUNT = 1000;
const ASSERTIONS = new Map(
  Object.entries<Assertion>({
    A: 'text-start',
    z: 'text-end',
    Z: 'last-line-end',
    b: 'word-boundary',
    B: 'no-word-boundary',
  }),
);

/** Parses a regular expression in Sigma's subset. Throws a RegexError if it cannot. */
export function parseRegex(source: string, flags: string): RegexNode {
  return new RegexParser(source).parse({
    i: flags.includes('i'),
    m: flags.includes('m'),
    s: flags.includes('s'),
  });
}

class RegexParser extends RegexCursor {
  private nesting = 0;
  private flags: Flags = { i: false, m: false, s: false };

  parse(flags: Flags): RegexNode {
    this.flags = flags;
    const node = this.alternatives();
    if (this.at < this.source.length) this.fail('invalid', 'this parenthesis has no opening one');
    return node;
  }

  private alternatives(): RegexNode {
    if (++this.nesting > MAX_NESTING) this.fail('invalid', 'it is nested too deeply');
    // Flags set inside a group apply to its end, across alternatives.
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
      const quoted = this.quoted();
      if (quoted) {
        const last = quoted.pop();
        addAll(of, quoted);
        // A quantifier after `\E` repeats the last character.
        if (last) of.push(this.quantified(last));
        continue;
      }
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
      if (this.peek('+')) this.fail('unsupported', 'Sigma does not support possessive quantifiers');
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

  /** Null for flags, comments and anything else that matches nothing. */
  private atom(): RegexNode | null {
    if (this.take('(')) return this.group();
    if (this.take('[')) return this.chars(readCharClass(this, this.flags.i));
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
    const code = this.takeCode();
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
    if (this.match(/\?<?[=!]/y))
      this.fail('unsupported', 'Sigma does not support look-around', start);
    const named = this.match(/\?P?<[A-Za-z_]\w*>|\?'[A-Za-z_]\w*'/y);
    if (!named && this.peek('?')) {
      this.fail('unsupported', 'Sigma does not support this kind of group', start);
    }
    return this.closed(start);
  }

  private changed(on: string, off: string, at: number): Flags {
    if (/[^ims]/.test(on + off)) {
      this.fail('unsupported', 'Sigma supports only the flags i, m and s', at);
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
    const known = readClassEscape(this);
    if (known) return { kind: 'chars', set: known };
    const what = ASSERTIONS.get(char);
    if (what) {
      this.at++;
      return assertion(what);
    }
    if (/[1-9gk]/.test(char)) {
      this.fail('unsupported', 'Sigma does not support references to groups', start);
    }
    const code = readEscapedCode(this, start);
    return this.chars([code, code]);
  }

  /** The characters of `\Q…\E`; null if no quotation begins here. */
  private quoted(): RegexNode[] | null {
    if (!this.match(/\\Q/y)) return null;
    const found = this.source.indexOf('\\E', this.at);
    const end = found === -1 ? this.source.length : found;
    const of: RegexNode[] = [];
    while (this.at < end) of.push(this.literal());
    this.at = Math.min(end + 2, this.source.length);
    return of;
  }
}

function assertion(what: Assertion): RegexNode {
  return { kind: 'assert', what };
}
