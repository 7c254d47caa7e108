import { describe, expect, it } from 'vitest';
import { shadeOf } from '@/lib/attack/shades';
import { parseShow, shownCount } from './show';

describe('the shade of a cell', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [3, 2],
    [29, 3],
    [30, 4],
    [100, 5],
    [5_000, 5],
  ])('of %i rules is step %i', (count, shade) => {
    expect(shadeOf(count)).toBe(shade);
  });
});

describe('what a cell shows', () => {
  it('is the number of rules if the address names no known choice', () => {
    expect([parseShow(undefined), parseShow('x'), parseShow(['proven'])]).toEqual(
      Array(3).fill('rules'),
    );
    expect(parseShow('proven')).toBe('proven');
  });

  it('is the number of rules if the levels are shown, too', () => {
    const counts = { rules: 3, translated: 2, proven: 1, levels: { high: 3 } };
    expect([shownCount(counts, 'level'), shownCount(counts, 'proven')]).toEqual([3, 1]);
  });
});
