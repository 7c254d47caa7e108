import { describe, expect, it } from 'vitest';
import { type CatalogContent, EMPTY } from '../grounds/catalog-content';
import { judgeKilled } from './judge-killed';

const BEFORE: CatalogContent = {
  present: ['a', 'b'],
  all: ['a', 'b'],
  versions: ['a 1', 'b 1'],
  own: ['text of a'],
  counts: { rules: 2 },
  hash: 'before',
};
const ALLOWED = [
  { name: 'before', hash: 'before' },
  { name: 'after', hash: 'after' },
];

describe('what a killed sync leaves', () => {
  it('is right if it is one of the states that a sync passes', () => {
    expect(judgeKilled(BEFORE, BEFORE, ALLOWED)).toBeNull();
    const after = { ...BEFORE, present: ['a'], versions: ['a 1', 'a 2', 'b 1'], hash: 'after' };
    expect(judgeKilled(BEFORE, after, ALLOWED)).toBeNull();
    expect(judgeKilled(EMPTY, EMPTY, [{ name: 'empty', hash: EMPTY.hash }])).toBeNull();
  });

  it('is wrong if it is half a state', () => {
    const half = { ...BEFORE, counts: { rules: 3 }, hash: 'half' };
    expect(judgeKilled(BEFORE, half, ALLOWED)).toBe(
      'it is none of the states before, after: {"rules":3}',
    );
  });

  it('is wrong if a rule, a version or something of the operator is gone', () => {
    const without = (what: Partial<CatalogContent>) =>
      judgeKilled(BEFORE, { ...BEFORE, ...what, hash: 'after' }, ALLOWED);
    expect(without({ all: ['a'] })).toBe('1 of all are lost, such as b');
    expect(without({ versions: [] })).toBe('2 of versions are lost, such as a 1');
    expect(without({ own: [] })).toBe('1 of own are lost, such as text of a');
  });
});
