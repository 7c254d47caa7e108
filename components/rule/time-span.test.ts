import { expect, it } from 'vitest';
import { spanOf } from './time-span';

it.each([
  [1, '1 minute'],
  [60, '1 hour'],
  [65, '1 hour 5 minutes'],
  [1440, '1 day'],
  [20_160, '14 days'],
  [0, '0 minutes'],
])('says %i minutes as %s', (minutes, text) => {
  expect(spanOf(minutes)).toBe(text);
});
