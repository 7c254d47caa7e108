import { expect, it } from 'vitest';
import { compareCoverage } from './compare-coverage';
import type { IndexedRule, IndexedTechnique, RuleIndex } from './rule-index';

const technique = (id: string, tactics: readonly string[]) =>
  [id, { id, name: `Name of ${id}`, tactics } as IndexedTechnique] as const;

const index = {
  techniques: new Map([
    technique('T1', ['impact']),
    technique('T1.001', ['impact']),
    technique('T2', ['impact', 'stealth']),
    technique('T3', ['stealth']),
  ]),
  tactics: [
    { shortName: 'impact', name: 'Impact' },
    { shortName: 'stealth', name: 'Stealth' },
  ],
} as unknown as RuleIndex;

const rule = (...techniquesAndParents: string[]) =>
  ({ techniquesAndParents }) as unknown as IndexedRule;

it('sorts techniques by the sides that have a rule, the largest difference first', () => {
  const compared = compareCoverage(
    { index, rules: [rule('T1.001', 'T1'), rule('T1'), rule('T2')] },
    { rules: [rule('T2'), rule('T2'), rule('T2')] },
  );
  expect(compared.onlyA.map(({ id, a, b }) => [id, a, b])).toEqual([
    ['T1', 2, 0],
    ['T1.001', 1, 0],
  ]);
  expect(compared.onlyB).toEqual([]);
  expect(compared.both).toEqual([{ id: 'T2', name: 'Name of T2', a: 1, b: 3 }]);
  expect(compared.neither).toBe(1);
  expect(compared.tactics).toEqual([
    { shortName: 'impact', name: 'Impact', techniques: 3, a: 3, b: 1 },
    { shortName: 'stealth', name: 'Stealth', techniques: 2, a: 1, b: 1 },
  ]);
});
