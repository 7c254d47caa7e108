import { expect, it } from 'vitest';
import { axisEnd, percent, stack } from './chart-data';

it('an axis ends at the next round number', () => {
  expect([0, 1, 17, 50, 61, 3_351, 900].map(axisEnd)).toEqual([1, 1, 20, 50, 80, 4_000, 1_000]);
});

it('stacked parts follow each other, and stay within the axis', () => {
  expect(stack([1, 0, 3], 8)).toEqual([
    { from: 0, size: 12.5 },
    { from: 12.5, size: 0 },
    { from: 12.5, size: 37.5 },
  ]);
  expect(stack([0, 0], 0)).toEqual([
    { from: 0, size: 0 },
    { from: 0, size: 0 },
  ]);
  expect(percent(100 / 3)).toBe('33.33%');
});
