import { describe, expect, it } from 'vitest';
import { addAll, largest } from './long-lists';

const LENGTH = 1_000_000;

describe('a list longer than a call has room for', () => {
  it('is added to another', () => {
    const list = [1];
    addAll(list, new Array(LENGTH).fill(2));
    expect(list).toHaveLength(LENGTH + 1);
    expect([list[0], list.at(-1)]).toEqual([1, 2]);
  });

  it('has a largest number', () => {
    expect(largest(new Array(LENGTH).fill(2).concat(7), 3)).toBe(7);
    expect(largest([], 3)).toBe(3);
  });
});
