import { expect, it } from 'vitest';
import { bestRules } from './best-rules';
import type { IndexedRule } from './rule-index';

const rule = (id: string, more: Partial<IndexedRule>) =>
  ({ id, proof: 'checked', outcome: 'exact', level: 'medium', ...more }) as IndexedRule;

it('prefers proof, then exactness, then level, and leaves out rules without a query', () => {
  const rules = [
    rule('low', { level: 'low' }),
    rule('high', { level: 'high' }),
    rule('none', { outcome: 'unsupported' }),
    rule('proven', { proof: 'proven', level: 'low' }),
    rule('self-tested', { proof: 'self-tested' }),
    rule('approximate', { outcome: 'approximate', proof: 'approximate' }),
    rule('unset', { level: null }),
  ];
  expect(bestRules(rules).map(({ id }) => id)).toEqual([
    'proven',
    'self-tested',
    'high',
    'low',
    'unset',
  ]);
});
