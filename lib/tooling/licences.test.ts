import { expect, it } from 'vitest';
import { isAllowed, listLicences } from './licences.mjs';

it('finds a licence that is allowed for every package', () => {
  const packages = listLicences();
  expect(packages.length).toBeGreaterThan(500);
  expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
});

it.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT and ISC', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only', false],
  ['none', false],
  ['SEE LICENSE IN LICENSE.md', false],
])('judges %s', (licence, expected) => {
  expect(isAllowed(licence)).toBe(expected);
});
