import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRegex, compileRegex } from './index';

function found(source: string, text: string, flags = ''): boolean {
  const error = checkRegex(source, flags);
  if (error) throw error;
  return compileRegex(source, flags)(text);
}

describe('compileRegex', () => {
  it.each<[string, string, string, boolean]>([
    ['abc', '', 'xxabcxx', true],
    ['^abc$', '', 'abc', true],
    ['^abc$', '', 'xabc', false],
    ['abc', '', 'ABC', false],
    ['abc', 'i', 'aBC', true],
    ['(?i)abc', '', 'ABC', true],
    ['a(?i:b)c', '', 'aBc', true],
    ['a(?i:b)c', '', 'aBC', false],
    ['a(?i)b|c', '', 'C', true],
    ['(?i)a(?-i)b', '', 'Ab', true],
    ['(?i)a(?-i)b', '', 'AB', false],
    ['[^a]', 'i', 'A', false],
    ['a.c', '', 'a\nc', false],
    ['a.c', 's', 'a\nc', true],
    ['a.c', '', 'a\u{1f600}c', true],
    ['^b', '', 'a\nb', false],
    ['^b', 'm', 'a\nb', true],
    ['a$', '', 'a\n', true],
    ['a$', '', 'a\nb', false],
    ['a$', 'm', 'a\nb', true],
    ['a\\z', '', 'a\n', false],
    ['a\\Z', '', 'a\n', true],
    ['a{2,3}b', '', 'aab', true],
    ['^a{2,3}b', '', 'aaaab', false],
    ['a{2}', '', 'aba', false],
    ['a{,2}', '', 'a{,2}', true],
    ['a{x', '', 'a{x', true],
    ['^(a|b)*?c', '', 'ababc', true],
    ['()*x', '', 'x', true],
    ['(a*)*$', '', 'b', true],
    ['\\d\\D\\w\\W\\s\\S', '', '1aa- b', true],
    ['\\bcmd\\b', '', 'x cmd.exe', true],
    ['\\bcmd\\b', '', 'xcmd', false],
    ['\\Bmd', '', 'cmd', true],
    ['[\\w.-]+@', '', 'a.b-c@', true],
    ['[]a]', '', ']', true],
    ['[a-]', '', '-', true],
    ['[\\d-x]', '', '-', true],
    ['[[:alpha:]]', '', 'q', true],
    ['[[:^alpha:]]', '', 'q', false],
    ['\\x41\\x{42}\\t\\.', '', 'AB\t.', true],
    ['\\Qa.b\\E+', '', 'a.bb', true],
    ['^\\Qab\\E+$', '', 'abb', true],
    ['^\\Qab\\E+$', '', 'abab', false],
    ['\\Q\\Ea|\\Qb', '', 'b', true],
    ['(?<name>a)(?P<other>b)', '', 'ab', true],
    ['a(?#comment)b', '', 'ab', true],
    ['a||b', '', '', true],
    ['É', 'i', 'é', true],
    ['K', 'i', '\u212a', true],
  ])('/%s/%s on %j is %s', (source, flags, text, truth) => {
    expect(found(source, text, flags)).toBe(truth);
  });

  it('agrees with JavaScript’s engine', () => {
    const atom = fc.constantFrom('a', 'b', 'ab', '.', '[ab]', '[^a]', '\\b', '^', '$', '\\w', 'A');
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { depthSize: 'small' },
        atom,
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => a + b),
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(?:${a}|${b})`),
        fc
          .tuple(tie('expression'), fc.constantFrom('*', '+', '?', '{0,2}', '{2}', '*?'))
          .map(([a, quantifier]) => `(${a})${quantifier}`),
      ),
    }));
    const text = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'A', ' ') });
    fc.assert(
      fc.property(expression, text, fc.constantFrom('', 'i', 'm', 's'), (source, value, flags) => {
        fc.pre(source.length < 60);
        expect(found(source, value, flags)).toBe(new RegExp(source, flags).test(value));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '(a+)+$',
    '(a|a)*$',
    '(a*)*b',
    '(.*a){20}b',
    'a?{0}'.slice(0, 2).repeat(30) + 'a'.repeat(30),
  ])('takes linear time for %s', (source) => {
    const started = performance.now();
    found(`^${source}c`, 'a'.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('checkRegex', () => {
  it.each(['(', ')', '[a', '*a', 'a**', '[b-a]', 'a{3,2}', '\\', '[[:nope:]]'])(
    'calls %s no regular expression',
    (source) => {
      expect(checkRegex(source, '')?.kind).toBe('invalid');
    },
  );

  it.each([
    'a(?=b)',
    '(?!a)b',
    '(?<=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?>a)',
    'a++',
    '(?x)a',
    '\\p{L}',
    'a{1001}',
    '((a{1000}){1000}){1000}',
    '(?R)',
  ])('reports that Sigma does not support %s', (source) => {
    expect(checkRegex(source, '')?.kind).toBe('unsupported');
  });

  it('never throws anything else', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '?',
      '*',
      '+',
      '|',
      '\\',
      '^',
      '$',
      '-',
      ':',
      '<',
      '=',
      '!',
      ',',
      '1',
      'a',
      'Q',
      'x',
      '[:',
      '\u{1f600}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const source = pieces.join('');
        compileRegex(source, 'i')('aA1\n');
      }),
      { numRuns: 1000 },
    );
  });
});
