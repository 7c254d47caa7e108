import { expect, it } from 'vitest';
import { licenceOf } from './licence';

const source = { licence: 'Apache License 2.0', licenceUrl: 'https://example.com/LICENSE' };

it('takes the licence of the rule, then of its source, and claims none otherwise', () => {
  expect(licenceOf('CC0-1.0', source)).toEqual({ name: 'CC0-1.0', url: null });
  expect(licenceOf('DRL 1.1', null).name).toBe('Detection Rule License 1.1');
  expect(licenceOf(null, source)).toEqual({
    name: 'Apache License 2.0',
    url: 'https://example.com/LICENSE',
  });
  expect(licenceOf(null, { licence: null, licenceUrl: null })).toEqual({
    name: 'not stated',
    url: null,
  });
  expect(licenceOf(null, null).name).toBe('not stated');
});
