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

it('keeps what is ticked beyond the limit, also when nothing has it', () => {
  expect(names(counts, ['macos', 'okta'], { limit: 1 })).toEqual(['okta', 'windows', 'macos']);
});
