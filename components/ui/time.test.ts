import { expect, it } from 'vitest';
import { relativeTime } from './time';

const now = new Date('2026-08-05T12:00:00Z');
const after = (seconds: number) => relativeTime(new Date(now.getTime() - seconds * 1000), now);

it('says how long ago, in the largest whole unit', () => {
  expect(after(59)).toBe('just now');
  expect(after(60)).toBe('1 minute ago');
  expect(after(2 * 3600 + 1)).toBe('2 hours ago');
  expect(after(86_400 * 45)).toBe('1 month ago');
  expect(after(86_400 * 800)).toBe('2 years ago');
});

it('says how long until', () => {
  expect(after(-3 * 3600)).toBe('in 3 hours');
});
