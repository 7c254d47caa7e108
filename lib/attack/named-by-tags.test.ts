import { expect, it } from 'vitest';
import { contentJson } from '../content';
import { attackFromFacts, readFacts } from './facts';
import { namedByTags } from './named-by-tags';

const attack = attackFromFacts(readFacts(contentJson('attack/attack-19.2.json')));

it('finds techniques and tactics once, in their order, and nothing for other tags', () => {
  const { techniques, tactics } = namedByTags(attack, [
    'attack.t1059.001',
    'attack.execution',
    'attack.T1059.001',
    'attack.t9999',
    'cve.2024-1234',
  ]);
  expect(techniques.map(({ id, name }) => [id, name])).toEqual([['T1059.001', 'PowerShell']]);
  expect(tactics).toEqual(['execution']);
});
