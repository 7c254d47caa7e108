import { describe, expect, it } from 'vitest';
import { nearest } from './nearest';

describe('nearest', () => {
  const words = ['contains', 'startswith', 'endswith', 're', 'i', 'all'];

  it.each<[string, string | null]>([
    ['contain', 'contains'],
    ['contians', 'contains'],
    ['StartWith', 'startswith'],
    ['al', 'all'],
    ['quite_different', null],
    ['', null],
    ['x'.repeat(1000), null],
  ])('of %j is %j', (word, wanted) => {
    expect(nearest(word, words)).toBe(wanted);
  });
});
