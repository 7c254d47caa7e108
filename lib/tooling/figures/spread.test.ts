import { describe, expect, it } from 'vitest';
import { median, percentile, spreadOf } from './spread';

describe('percentiles', () => {
  it('are values that occurred, the least that enough others do not exceed', () => {
    const values = Array.from({ length: 200 }, (_, at) => 200 - at);
    expect(spreadOf(values)).toEqual({ p50: 100, p95: 190, p99: 198 });
  });

  it('of a few values reach the largest', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ p50: 2, p95: 3, p99: 3 });
    expect(spreadOf([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
  });

  it('sort numbers as numbers, and leave the list as it was', () => {
    const values = [100, 9, 20];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });

  it('of nothing are not a number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});
