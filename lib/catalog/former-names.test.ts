import { describe, expect, it } from 'vitest';
import { ATTACK } from '@/lib/enrich/samples';
import { readFormerNames, renamedLike, renamedTactic, renamedTechnique } from './former-names';

const revoked = [...ATTACK.revoked].map(([id, { name, successor }]) => ({
  id,
  name: name ?? '',
  successorId: successor,
}));
const index = {
  tactics: ATTACK.tactics,
  techniques: ATTACK.techniques,
  successors: new Map(
    revoked.flatMap(({ id, successorId }) => (successorId ? [[id, successorId] as const] : [])),
  ),
  former: readFormerNames(revoked),
};

describe('former names of ATT&CK', () => {
  it('all lead to tactics and techniques that there are', () => {
    for (const { now } of index.former.tactics.values()) {
      for (const name of now) expect(ATTACK.tactics.map((t) => t.shortName)).toContain(name);
    }
    for (const { now } of index.former.techniques.values()) {
      expect(now.every((id) => ATTACK.techniques.has(id))).toBe(true);
    }
    expect(index.former.techniques.size).toBeGreaterThan(50);
  });

  it('name the two tactics that Defense Evasion became', () => {
    expect(renamedTactic(index, 'defense-evasion')?.now).toEqual(['stealth', 'defense-impairment']);
    expect(renamedTactic(index, 'stealth')).toBeNull();
    expect(renamedTactic(index, 'no-such-tactic')).toBeNull();
  });

  it('name the technique that has another name or id now', () => {
    expect(renamedTechnique(index, 'exploitation for defense evasion')?.now).toEqual(['T1211']);
    expect(renamedTechnique(index, 't1562.001')?.now).toEqual(['T1685']);
    expect(renamedTechnique(index, 'T1059')).toBeNull();
    expect(renamedTechnique(index, 'PowerShell')).toBeNull();
  });

  it('are recognised while they are typed, those that begin with the text first', () => {
    expect(renamedLike(index, 'tactic', 'defense-e')).toEqual([
      {
        now: ['stealth', 'defense-impairment'],
        sentence: 'Defense Evasion is now Stealth and Defense Impairment',
      },
    ]);
    expect(renamedLike(index, 'technique', 't1562.001')).toEqual([
      { now: ['T1685'], sentence: 'T1562.001 is now Disable or Modify Tools' },
    ]);
    expect(renamedLike(index, 'technique', 'T1562').length).toBeGreaterThan(1);
    expect(renamedLike(index, 'technique', 'exploitation for defense')[0]?.now).toEqual(['T1211']);
    expect(renamedLike(index, 'technique', 'disable or modify tools')).toEqual([]);
  });
});
