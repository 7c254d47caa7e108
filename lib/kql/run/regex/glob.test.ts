import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGlob } from './glob';
import { createMachine } from './machine';
import { parseRegex } from './parse-regex';

const globOf = (source: string) => createGlob(parseRegex(source).node);

describe('createGlob', () => {
  it.each(['a|b', 'a+', '(?i)a.*b', 'a.?b', '(a).*', '^*', 'a\\b.*', '(?m)^a'])(
    'leaves %s to the automaton',
    (source) => {
      const isParsed = (() => {
        try {
          return parseRegex(source);
        } catch {
          return null;
        }
      })();
      expect(isParsed && createGlob(isParsed.node)).toBeNull();
    },
  );

  it('agrees with the automaton on every expression of characters and wildcards', () => {
    const piece = fc.constantFrom('a', 'b', '.*', '.*', '[ab]', '.', '\\n');
    const source = fc
      .tuple(
        fc.constantFrom('(?s)', '(?is)'),
        fc.boolean(),
        fc.array(piece, { maxLength: 8 }),
        fc.boolean(),
      )
      .map(
        ([flags, start, pieces, end]) =>
          `${flags}${start ? '^' : ''}${pieces.join('')}${end ? '$' : ''}`,
      );
    const text = fc
      .array(fc.constantFrom('a', 'b', 'A', '\n', '😀'), { maxLength: 10 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(source, text, (pattern, value) => {
        const { node, captures } = parseRegex(pattern);
        const glob = createGlob(node);
        expect(glob).not.toBeNull();
        expect(glob?.(value)).toBe(createMachine(node, captures)(value, 0, false) !== null);
      }),
      { numRuns: 3_000 },
    );
  });

  it('ends on thousands of wildcards, on which the automaton takes minutes', () => {
    const stars = `(?s)${'a.*'.repeat(5_000)}b$`;
    expect(globOf(stars)?.(`${'a'.repeat(20_000)}b`)).toBe(true);
    expect(globOf(stars)?.('a'.repeat(20_000))).toBe(false);
  });
});
