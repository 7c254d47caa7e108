import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './compile-pattern';
import { fold } from './fold';
import { parsePattern, printPattern } from './pattern';
import { ANY, ONE, type Pattern } from './types';

describe('parsePattern', () => {
  it.each<[string, string, Pattern]>([
    ['text alone', 'cmd.exe', ['cmd.exe']],
    ['an empty string', '', []],
    ['wildcards', 'a*b?c', ['a', ANY, 'b', ONE, 'c']],
    ['repeated asterisks as one', '**a', [ANY, 'a']],
    ['an escaped asterisk', '\\*', ['*']],
    ['an escaped question mark', '\\?', ['?']],
    ['an escaped backslash before a wildcard', '\\\\*', ['\\', ANY]],
    ['an escaped backslash before an escaped wildcard', '\\\\\\*', ['\\*']],
    ['one backslash before text', 'a\\b', ['a\\b']],
    ['two backslashes before text as one', 'a\\\\b', ['a\\b']],
    ['three backslashes before text as two', 'a\\\\\\b', ['a\\\\b']],
    ['four backslashes before text as two', 'a\\\\\\\\b', ['a\\\\b']],
    ['a backslash at the end', 'a\\', ['a\\']],
  ])('reads %s', (_, text, pattern) => {
    expect(parsePattern(text)).toEqual(pattern);
  });
});

const part: fc.Arbitrary<Pattern[number]> = fc.oneof(
  fc.string({
    minLength: 1,
    maxLength: 6,
    unit: fc.constantFrom('a', 'B', '\\', '*', '?', 'ß', ' '),
  }),
  fc.constant(ANY),
  fc.constant(ONE),
);

/** Patterns as `parsePattern` builds them, without two adjacent texts or asterisks. */
const pattern = fc.array(part, { maxLength: 6 }).map((parts) =>
  parts.filter((one, at) => {
    const before = parts[at - 1];
    return (
      !(typeof one === 'string' && typeof before === 'string') && !(one === ANY && before === ANY)
    );
  }),
);

describe('printPattern', () => {
  it('prints text that parses to the same pattern', () => {
    fc.assert(
      fc.property(pattern, (one) => {
        const read = parsePattern(printPattern(one));
        expect(read).toEqual(parsePattern(printPattern(read)));
        expect(flat(read)).toEqual(flat(one));
      }),
    );
  });

  it.each(['a\\b', '\\\\*', 'a\\*b', 'C:\\Windows\\*', '\\\\\\\\srv\\share'])(
    'keeps %s',
    (text) => {
      expect(printPattern(parsePattern(text))).toBe(text);
    },
  );
});

function flat(parts: Pattern): unknown[] {
  return parts.flatMap((one): unknown[] => (typeof one === 'string' ? [...one] : [one]));
}

describe('compilePattern', () => {
  it.each<[string, string, boolean]>([
    ['a*b', 'aXb', true],
    ['a*b', 'ab', true],
    ['a*b', 'XaXb', false],
    ['a*b', 'aXbX', false],
    ['*a*b*', 'ba', false],
    ['a*a', 'a', false],
    ['*ab*ab', 'ab', false],
    ['?', '', false],
    ['?', '\u{1f600}', true],
    ['a?c*', 'abcd', true],
    ['*?x', 'x', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['line*end', 'line\nend', true],
  ])('%s on %s is %s', (text, value, truth) => {
    expect(compilePattern(parsePattern(text), false)(fold(value))).toBe(truth);
  });

  it('agrees with an anchored regular expression', () => {
    const value = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'B', '*', '\\') });
    fc.assert(
      fc.property(pattern, value, (one, text) => {
        const source = one
          .map((piece) =>
            piece === ANY
              ? '.*'
              : piece === ONE
                ? '.'
                : fold(piece as string).replace(/[*?\\]/g, '\\$&'),
          )
          .join('');
        const expected = new RegExp(`^${source}$`, 'su').test(fold(text));
        expect(compilePattern(one, false)(fold(text))).toBe(expected);
      }),
    );
  });

  it('does not take exponential time', () => {
    const hostile = parsePattern(`${'*a'.repeat(200)}*b?c`);
    const started = performance.now();
    expect(compilePattern(hostile, false)('a'.repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
