import { describe, expect, it } from 'vitest';
import { parseFeedFilter } from './feed-filter';
import { resolveValues } from './resolve-values';
import type { RuleIndex } from './rule-index';

const index = {
  rules: [{ product: 'windows', collection: 'rules' }],
  tactics: [{ shortName: 'credential-access', name: 'Credential Access' }],
  tables: ['DeviceProcessEvents', 'SecurityEvent'],
} as unknown as RuleIndex;

const resolve = (params: Record<string, string>) => resolveValues(index, parseFeedFilter(params));

describe('resolveValues', () => {
  it('accepts values in any letter case, and a tactic by its name', () => {
    const asked = { level: 'High', table: 'securityevent', tactic: 'credential access' };
    const { filter, mistakes } = resolve(asked);
    expect(filter).toMatchObject({
      level: ['high'],
      table: ['SecurityEvent'],
      tactic: ['credential-access'],
    });
    expect(mistakes).toEqual([]);
  });

  it('notes values that no rule can have, and suggests the nearest one', () => {
    const { filter, mistakes } = resolve({ level: 'hihg', product: 'solaris' });
    expect(filter.level).toEqual(['hihg']);
    expect(mistakes).toEqual([
      'No rule has the level “hihg”. Did you mean “high”?',
      'No rule has the product “solaris”.',
    ]);
  });

  it('knows the value for rules that state none', () => {
    expect(resolve({ level: 'none', status: 'none' }).mistakes).toEqual([]);
  });
});
