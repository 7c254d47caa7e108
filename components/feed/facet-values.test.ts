import { expect, it } from 'vitest';
import { facetValues } from './facet-values';

const counts = new Map([
  ['linux', 3],
  ['windows', 9],
  ['macos', 3],
]);
const names = (...given: Parameters<typeof facetValues>) =>
  facetValues(...given).map(({ value }) => value);

it('puts the given order first, then the most frequent', () => {
  expect(names(counts, [], { order: ['aws', 'linux'] })).toEqual([
    'aws',
    'linux',
    'windows',
    'macos',
  ]);
});

it('keeps selected values beyond the limit, even those that no rule has', () => {
  expect(names(counts, ['macos', 'okta'], { limit: 1 })).toEqual(['okta', 'windows', 'macos']);
});
