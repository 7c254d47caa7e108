import { expect, it } from 'vitest';
import { Random } from '@/lib/tooling/fuzz/random';
import type { WholeSync } from '../syncs/sync-processes';
import { chooseMoment } from './choose-moment';

const WHOLE: WholeSync = {
  outcome: 'completed',
  phases: [
    { phase: 'prepare', at: 0 },
    { phase: 'prove', at: 100 },
    { phase: 'write', at: 9_000 },
  ],
  milliseconds: 9_010,
};

const moments = (seed: number, bounds?: { first?: number; last?: number }) => {
  const random = new Random(seed);
  return Array.from({ length: 200 }, () => chooseMoment(WHOLE, random, bounds));
};

it('chooses the same moments for the same seed, and others for another', () => {
  expect(moments(1)).toEqual(moments(1));
  expect(moments(1)).not.toEqual(moments(2));
});

it('chooses moments within the phases, and hits the short ones as well', () => {
  const ends = [100, 9_000, 9_010];
  const all = moments(1);
  for (const { place, after } of all) {
    const length = (ends[place] ?? 0) - (WHOLE.phases[place]?.at ?? 0);
    expect(after).toBeGreaterThanOrEqual(0);
    expect(after).toBeLessThan(length);
  }
  for (const place of [0, 1, 2]) {
    expect(all.filter((each) => each.place === place).length).toBeGreaterThan(20);
  }
});

it('chooses only moments in the given phases', () => {
  expect(moments(1, { last: 0 }).every(({ place }) => place === 0)).toBe(true);
  expect(moments(1, { first: 2 }).every(({ place }) => place === 2)).toBe(true);
});
