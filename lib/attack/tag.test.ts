import { describe, expect, it } from 'vitest';
import { bundle, object, SMALL } from './fixture';
import { readBundle, resolveTag } from './index';

const attack = {
  ...readBundle(bundle([...SMALL, object('intrusion-set', 'G9001', 'The Mice')]), null),
  formerTactics: new Map([['naughtiness', 'mischief']]),
};

describe('resolveTag', () => {
  it('finds a technique whatever the case', () => {
    expect(resolveTag(attack, 'attack.t9001.001')).toMatchObject({
      kind: 'technique',
      technique: { name: 'Tiptoe in Socks' },
    });
    expect(resolveTag(attack, 'ATTACK.T9001')).toMatchObject({ kind: 'technique', id: 'T9001' });
  });

  it('maps a revoked technique to its live successor, and a deprecated one to null', () => {
    expect(resolveTag(attack, 'attack.t9004')).toMatchObject({
      kind: 'revoked-technique',
      name: 'Louder Bang',
      successor: { id: 'T9002' },
    });
    expect(resolveTag(attack, 'attack.t9005')).toMatchObject({ successor: null });
  });

  it('finds a tactic by name, by id, and by a name it had before', () => {
    for (const [tag, former] of [
      ['attack.mischief', false],
      ['attack.ta9002', false],
      ['attack.naughtiness', true],
    ] as const) {
      expect(resolveTag(attack, tag)).toMatchObject({
        kind: 'tactic',
        former,
        tactic: { shortName: 'mischief' },
      });
    }
  });

  it('reads underscores as hyphens', () => {
    const spaced = {
      ...attack,
      tactics: attack.tactics.map((tactic) => ({
        ...tactic,
        shortName: `${tactic.shortName}-now`,
      })),
    };
    expect(resolveTag(spaced, 'attack.mischief_now')).toMatchObject({ kind: 'tactic' });
  });

  it('names groups', () => {
    expect(resolveTag(attack, 'attack.g9001')).toMatchObject({ kind: 'group', name: 'The Mice' });
  });

  it('reports unknown tags and ignores other namespaces', () => {
    for (const tag of [
      'attack.t9999',
      'attack.g9999',
      'attack.ta0000',
      'attack.',
      'attack.tiptoe',
    ]) {
      expect(resolveTag(attack, tag)).toEqual({ kind: 'unknown', tag });
    }
    expect(resolveTag(attack, 'cve.2021.44228')).toBeNull();
  });
});
