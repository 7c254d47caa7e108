import { expect, it } from 'vitest';
import { between } from './mark-rows';

it('has all ids between two, in either direction, or the second alone', () => {
  const ids = ['a', 'b', 'c', 'd'];
  expect(between(ids, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(between(ids, 'c', 'a')).toEqual(['a', 'b', 'c']);
  expect(between(ids, 'b', 'b')).toEqual(['b']);
  expect(between(ids, 'gone', 'c')).toEqual(['c']);
});
