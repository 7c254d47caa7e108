import { expect, it } from 'vitest';
import { groupBy } from './group-by';

it('groups items by key, in order of first appearance', () => {
  const groups = groupBy(['bee', 'ant', 'bat', 'asp', 'cow'], ([first]) => first);
  expect([...groups]).toEqual([
    ['b', ['bee', 'bat']],
    ['a', ['ant', 'asp']],
    ['c', ['cow']],
  ]);
});

it('takes names that every object inherits as keys', () => {
  expect(groupBy(['constructor', '__proto__'], (name) => name).size).toBe(2);
});
