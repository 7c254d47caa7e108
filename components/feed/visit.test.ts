import { expect, it } from 'vitest';
import { visitNow } from './visit';

const HOUR = 60 * 60 * 1000;

it('has nothing new for a first visit', () => {
  expect(visitNow(null, 7, 0)).toEqual({ since: 7, seen: 7, at: 0 });
});

it('has what came since the last visit, for as long as this one lasts', () => {
  const first = visitNow(null, 7, 0);
  const second = visitNow(first, 9, 5 * HOUR);
  expect(second.since).toBe(7);
  const later = visitNow(second, 10, 5.5 * HOUR);
  expect(later).toEqual({ since: 7, seen: 10, at: 5.5 * HOUR });
  expect(visitNow(later, 10, 20 * HOUR).since).toBe(10);
});

it('begins again with a catalog that was made anew', () => {
  expect(visitNow({ since: 7, seen: 9, at: 0 }, 2, HOUR)).toEqual({ since: 2, seen: 2, at: HOUR });
});
