import { describe, expect, it } from 'vitest';
import type { IndexedRule } from '@/lib/catalog/rule-index';
import type { TechniqueView } from '@/lib/catalog/technique';
import { gapOf } from './technique-gap';

const rule = (more: Partial<IndexedRule>) =>
  ({ outcome: 'exact', proof: 'proven', ...more }) as IndexedRule;
const view = (rules: IndexedRule[], more: Partial<TechniqueView> = {}) =>
  ({ id: 'T1', unseenPlatforms: [], subs: [], rules, ...more }) as unknown as TechniqueView;

describe('the gap of a technique', () => {
  it('is all of it when no rule names it', () => {
    expect(gapOf(view([])).sentences).toEqual(['No rule in the feed names T1.']);
  });

  it('is nothing when a proven query looks at each platform', () => {
    expect(gapOf(view([rule({})]))).toEqual({ sentences: [], subs: [] });
  });

  it('names what has no query, no proof, no platform and no rule', () => {
    const rules = [rule({ outcome: 'unsupported', proof: 'none' }), rule({ proof: 'checked' })];
    const subs = [
      { id: 'T1.001', name: 'A', rules: 0 },
      { id: 'T1.002', name: 'B', rules: 1 },
    ];
    const gap = gapOf(view(rules, { unseenPlatforms: ['IaaS', 'Toaster'], subs }));
    expect(gap.sentences).toEqual([
      '1 of its 2 rules has no query.',
      'No query of it is proven on a published sample event.',
      'No rule looks at IaaS, Toaster.',
    ]);
    expect(gap.subs.map(({ id }) => id)).toEqual(['T1.001']);
  });
});
