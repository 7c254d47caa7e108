import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRegex, compileRegex } from './compile-regex';
import { createMachine } from './machine';
import { parseRegex } from './parse-regex';

describe('compileRegex', () => {
  it.each([
    ['(?i)a(b+)c', 'xABBc', [1, 5, 2, 4]],
    ['(?i:a)b', 'Ab', [0, 2]],
    ['(?i:a)b', 'AB', null],
    ['^a.*b$', 'a\nb', null],
    ['(?s)^a.*b$', 'a\nb', [0, 3]],
    ['(?m)^b$', 'a\nb\nc', [2, 3]],
    ['(?:(a)|b)*', 'abab', [0, 4, 2, 3]],
    ['x{2,3}?', 'xxxx', [0, 2]],
    ['(?U)x{2,3}', 'xxxx', [0, 2]],
    ['a|ab', 'ab', [0, 1]],
    ['\\bfoo\\b', 'a foo b', [2, 5]],
    ['[[:alpha:]]+', '12ab3', [2, 4]],
    ['[^\\x00-\\x7F]', 'aé', [1, 2]],
    ['\\x{1F98A}', 'a🦊', [1, 3]],
    ['\\<b', 'ab bc', [3, 4]],
    ['b\\>', 'bc ab', [4, 5]],
    ['\\b{start}b\\b{end}', 'ab b', [3, 4]],
    ['\\b{end-half}.\\b{start-half}', 'ab- c', [2, 3]],
    ['[a-y&&xyz]+', 'zaxyb', [2, 4]],
    ['[0-9--4]+', '4567', [1, 4]],
    ['[a-g~~b-h]+', 'cah', [1, 3]],
    ['[0-9&&[^4]]+', '4567', [1, 4]],
    ['[a&&b]', 'ab&', null],
    ['[x[^a-z]]+', 'axA', [1, 3]],
    ['(?i)[^[:lower:]&&[:alpha:]]', 'aA', null],
    ['[--a]+', 'b-a', [1, 3]],
    ['[a-]+', 'b-a', [1, 3]],
    ['\\u0041\\U{42}', 'AB', [0, 2]],
    ['\\#\\ \\%', '# %', [0, 3]],
    ['\\pL+', '1äb', [1, 3]],
    ['(?P<n>a)(?<m>b)', 'ab', [0, 2, 0, 1, 1, 2]],
    ['[]a]', ']', [0, 1]],
    ['\\A\\w+\\z', 'abc', [0, 3]],
  ])('%s on %j', (pattern, text, expected) => {
    expect(compileRegex(pattern).exec(text)).toEqual(expected);
    expect(compileRegex(pattern).test(text)).toBe(expected !== null);
  });

  it.each([
    ['(?=a)', 'look-aheads'],
    ['a(?!b)', 'look-aheads'],
    ['(?<=x)a', 'look-behinds'],
    ['(?<!x)a', 'look-behinds'],
    ['(a)\\1', 'back-references'],
    ['a*+', 'possessive'],
    ['(?>a)', 'atomic'],
    ['a**', 'quantifier follows'],
    ['\\Z', '\\Z'],
    ['\\Qa.b\\E', '\\Q'],
    ['\\C', '\\C'],
    ['\\é', '\\é'],
    ['\\012', 'back-references'],
    ['[\\w-.]', 'a range begins or ends with a class'],
    ['[a-\\d]', 'a range begins or ends with a class'],
    ['(', 'has no )'],
    [')', 'has no ('],
    ['[a', 'has no ]'],
    ['a{1001}', 'repeat'],
    ['*a', 'nothing to repeat'],
    ['[[:letter:]]', 'there is no character class named letter'],
    ['[[:constructor:]]', 'there is no character class named constructor'],
    ['((((a{900}){900}){900}){900})', 'too large'],
  ])('refuses %s', (pattern, reason) => {
    expect(checkRegex(pattern)).toContain(reason);
  });

  it('takes no longer on texts that slow down backtracking', () => {
    const start = performance.now();
    expect(compileRegex('(x+x+)+y').test('x'.repeat(5000))).toBe(false);
    expect(compileRegex('(.*)*a.*b.*c.*d').test('ab'.repeat(2500))).toBe(false);
    expect(compileRegex('^(a|a|b|b)*$').test(`${'ab'.repeat(2500)}c`)).toBe(false);
    expect(compileRegex(`${'a?'.repeat(40)}${'a'.repeat(40)}`).test('a'.repeat(39))).toBe(false);
    expect(compileRegex('^((a|a){8}){8}c').test('a'.repeat(100))).toBe(false);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('finds the same by automaton and by backtracking', () => {
    const atom = fc.constantFrom('a', 'b', '[ab]', '.', '(a)', '(?:ab)', '^', '$', '\\b', '(a|b)');
    const quantified = fc
      .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '*?', '{1,2}'))
      .map(([one, times]) => (/^[\^$\\]/.test(one) ? one : one + times));
    const pattern = fc
      .array(quantified, { minLength: 1, maxLength: 5 })
      .chain((parts) => fc.constantFrom(parts.join(''), parts.join('|')));
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n') }),
        (source, text) => {
          const { node, captures } = parseRegex(source);
          const byAutomaton = createMachine(node, captures)(text, 0, true);
          expect(byAutomaton?.slice(0, 2) ?? null).toEqual(
            compileRegex(source).exec(text)?.slice(0, 2) ?? null,
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});
