import { expect, it, vi } from 'vitest';
import { Bitset } from './columns/bitset';
import { NO_FILTER } from './feed-filter';
import { suggest } from './suggest';

const rule = (technique: string, ...tactics: string[]) => ({
  techniques: [technique],
  techniquesAndParents: [technique],
  tactics,
  queries: [],
});
const tactics = [
  { shortName: 'stealth', name: 'Stealth' },
  { shortName: 'defense-impairment', name: 'Defense Impairment' },
];
const rules = [rule('T1685', 'defense-impairment'), rule('T1685', 'stealth')];
const index = {
  rules,
  tactics,
  techniques: new Map([['T1685', { id: 'T1685', name: 'Disable or Modify Tools' }]]),
  successors: new Map([
    ['T1562', 'T1685'],
    ['T1562.001', 'T1685'],
  ]),
  former: {
    tactics: new Map([
      ['defense-evasion', { was: 'Defense Evasion', now: tactics.map((one) => one.shortName) }],
    ]),
    techniques: new Map(),
  },
  tables: [],
};

vi.mock('./feed', () => ({
  findRules: async () => ({ index, found: Bitset.all(rules.length), filter: NO_FILTER }),
}));

it('offers what has taken the place of a former tactic', async () => {
  expect(await suggest('-tactic:defense-e')).toEqual([
    {
      insert: '-tactic:stealth,defense-impairment ',
      detail: 'Defense Evasion is now Stealth and Defense Impairment · 0 rules',
    },
  ]);
  const [first, second] = await suggest('tactic:"defense ');
  expect(first?.insert).toBe('tactic:defense-impairment ');
  expect(second?.detail).toContain('Defense Evasion is now');
});

it('offers the successor of a revoked technique, once', async () => {
  expect(await suggest('technique:T1562')).toEqual([
    {
      insert: 'technique:T1685 ',
      detail: 'T1562 is now Disable or Modify Tools · 2 rules',
    },
  ]);
});

it('offers the name that a proof state has now', async () => {
  expect(await suggest('proof:constr')).toEqual([
    { insert: 'proof:self-tested ', detail: 'constructed is now self-tested · 0 rules' },
  ]);
});

it('offers no former name before a value is begun', async () => {
  const offered = await suggest('tactic:');
  expect(offered.map(({ insert }) => insert)).toEqual([
    'tactic:defense-impairment ',
    'tactic:stealth ',
  ]);
});
