import { describe, expect, it } from 'vitest';
import { levelShares } from './level-shares';

describe('levelShares', () => {
  it('gives each level its share in twentieths, most severe first', () => {
    expect(levelShares({ critical: 5, high: 10, low: 5 })).toEqual([5, 10, 0, 5, 0]);
    expect(levelShares({ informational: 3 })).toEqual([0, 0, 0, 0, 20]);
    expect(levelShares({})).toEqual([0, 0, 0, 0, 0]);
  });

  it('shows a level with a single rule among hundreds, and keeps the sum', () => {
    const shares = levelShares({ critical: 1, high: 300, medium: 90, informational: 1 });
    expect(shares[0]).toBe(1);
    expect(shares[4]).toBe(1);
    expect(shares.reduce((sum, share) => sum + share)).toBe(20);
  });
});
