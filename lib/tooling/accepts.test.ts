import { expect, it } from 'vitest';
import { accepts } from './accepts.mjs';

it.each([
  ['br', true],
  ['gzip, deflate, br', true],
  ['gzip;q=1.0, BR;q=0.5', true],
  ['gzip, br;q=0', false],
  ['br;q=0.000', false],
  ['gzip', false],
  ['', false],
])('reads “%s”', (header, expected) => {
  expect(accepts(header, 'br')).toBe(expected);
});
