import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignLines, diffLines } from './line-diff';

const marks = { same: ' ', added: '+', removed: '-' };
const show = (before: string, after: string) =>
  diffLines(before, after).map(({ line, lines }) => [
    line,
    ...lines.map(({ kind, text }) => marks[kind] + text),
  ]);

describe('diffLines', () => {
  it('is empty for equal texts, whatever their line endings', () => {
    expect(diffLines('a\nb\n', 'a\r\nb')).toEqual([]);
  });

  it('shows a changed line between unchanged lines', () => {
    expect(show('a\nb\nc', 'a\nB\nc')).toEqual([[1, ' a', '-b', '+B', ' c']]);
  });

  it('separates distant changes into hunks, each with its line', () => {
    const before = Array.from({ length: 20 }, (_, index) => `${index}`);
    const after = before.with(1, 'one').with(18, 'eighteen');
    const hunks = diffLines(before.join('\n'), after.join('\n'));
    expect(hunks.map(({ line }) => line)).toEqual([1, 16]);
  });

  it('shows a line once if the context of two changes overlaps', () => {
    expect(show('1\n2\n3\n4\n5\n6', '1\nb\n3\n4\ne\n6')).toEqual([
      [1, ' 1', '-2', '+b', ' 3', ' 4', '-5', '+e', ' 6'],
    ]);
  });

  it('keeps every added and removed line, in order', () => {
    const line = fc.constantFrom('a', 'b', 'c', 'd');
    const text = fc.array(line, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before.join('\n'), after.join('\n')).flatMap((hunk) => hunk.lines);
        const count = (kind: string) => lines.filter((each) => each.kind === kind).length;
        expect(count('added') - count('removed')).toBe(after.length - before.length);
        const has = (each: string[], value: string) => each.filter((x) => x === value).length;
        for (const value of ['a', 'b', 'c', 'd']) {
          const of = (kind: string) =>
            lines.filter((each) => each.kind === kind && each.text === value).length;
          expect(of('added') - of('removed')).toBe(has(after, value) - has(before, value));
        }
      }),
    );
  });
});

describe('alignLines', () => {
  const aligned = (a: string, b: string) =>
    alignLines([...a], [...b]).map(
      (pair) => `${a[pair.a ?? -1] ?? ' '}${pair.same ? '=' : '|'}${b[pair.b ?? -1] ?? ' '}`,
    );

  it('puts equal lines side by side, and differing ones between them', () => {
    expect(aligned('abcd', 'axyd')).toEqual(['a=a', 'b|x', 'c|y', 'd=d']);
    expect(aligned('ad', 'abcd')).toEqual(['a=a', ' |b', ' |c', 'd=d']);
    expect(aligned('abcd', 'd')).toEqual(['a| ', 'b| ', 'c| ', 'd=d']);
    expect(aligned('', 'ab')).toEqual([' |a', ' |b']);
  });

  it('has every line of both once, in order', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const pairs = alignLines(a, b);
        expect(pairs.flatMap((pair) => pair.a ?? [])).toEqual([...a.keys()]);
        expect(pairs.flatMap((pair) => pair.b ?? [])).toEqual([...b.keys()]);
        for (const pair of pairs) {
          if (pair.same) expect(a[pair.a ?? -1]).toBe(b[pair.b ?? -1]);
        }
      }),
    );
  });
});
