import { describe, expect, it } from 'vitest';
import { parseFeedFilter } from './feed-filter';
import { resolveOwnTables, resolveValues } from './resolve-values';
import type { RuleIndex } from './rule-index';

const index = {
  rules: [{ product: 'windows', collection: 'rules' }],
  tactics: [
    { shortName: 'stealth', name: 'Stealth' },
    { shortName: 'defense-impairment', name: 'Defense Impairment' },
    { shortName: 'credential-access', name: 'Credential Access' },
  ],
  former: {
    tactics: new Map([
      ['defense-evasion', { was: 'Defense Evasion', now: ['stealth', 'defense-impairment'] }],
    ]),
  },
  tables: ['DeviceProcessEvents', 'SecurityEvent'],
  neededTables: ['DeviceProcessEvents', 'SecurityEvent', 'SquidProxy_CL'],
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
      {
        text: 'No rule has the level “hihg”.',
        meant: { text: 'high', change: { level: ['high'] } },
      },
      { text: 'No rule has the product “solaris”.' },
    ]);
  });

  it('replaces a tactic’s former name with all that have taken its place, with a note', () => {
    for (const asked of ['defense-evasion', 'Defense Evasion', 'defense_evasion']) {
      const { filter, mistakes } = resolve({ tactic: asked });
      expect(filter.tactic).toEqual(['stealth', 'defense-impairment']);
      expect(mistakes).toEqual([
        {
          text: `ATT&CK calls “${asked}” Stealth and Defense Impairment now. Showing rules for both.`,
        },
      ]);
    }
  });

  it('replaces what a proof state was called before, with a note', () => {
    const { filter, mistakes } = resolve({ proof: 'Constructed,proven' });
    expect(filter.proof).toEqual(['self-tested', 'proven']);
    expect(mistakes).toEqual([{ text: 'The proof “Constructed” is called “self-tested” now.' }]);
  });

  it('knows the value for rules that state none', () => {
    expect(resolve({ level: 'none', status: 'none' }).mistakes).toEqual([]);
  });
});

describe('resolveOwnTables', () => {
  const own = {
    sentinel: ['securityevent', 'squidproxy_cl', 'Heartbeat'],
    defender: ['Heartbeat'],
  };

  it('spells one’s own tables as the catalog does, and tells which no rule needs', () => {
    expect(resolveOwnTables(index, own)).toEqual({
      known: { sentinel: ['SecurityEvent', 'SquidProxy_CL'], defender: [] },
      unknown: ['Heartbeat'],
    });
  });

  it('leaves the unknown ones out of a filter, without calling them a mistake', () => {
    const { filter, mistakes } = resolve({ env: 'securityevent.Heartbeat-' });
    expect(filter.env).toEqual({ sentinel: ['SecurityEvent'], defender: [] });
    expect(mistakes).toEqual([]);
    expect(resolve({}).filter.env).toBeNull();
  });
});
