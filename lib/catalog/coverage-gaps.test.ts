import { describe, expect, it } from 'vitest';
import { coverageGaps } from './coverage-gaps';
import { NO_FILTER, parseFeedFilter } from './feed-filter';
import type { IndexedRule, IndexedTechnique } from './rule-index';

function technique(id: string, uses: number, platforms = ['Windows']): IndexedTechnique {
  const parentId = id.includes('.') ? id.replace(/\..*/, '') : null;
  const known = { groups: uses, software: 0 };
  return { id, name: `Name of ${id}`, parentId, tactics: ['impact'], platforms, known };
}

function rule(techniquesAndParents: readonly string[], outcome = 'exact'): IndexedRule {
  return { techniquesAndParents, outcome } as IndexedRule;
}

const techniques = new Map(
  [
    technique('T1', 5),
    technique('T1.001', 9),
    technique('T2', 1, ['Linux', 'macOS']),
    technique('T3', 99, ['PRE']),
    technique('T4', 7),
  ].map((each) => [each.id, each]),
);

describe('coverageGaps', () => {
  const idsFor = (rules: readonly IndexedRule[], params: Record<string, string> = {}) =>
    coverageGaps({ techniques }, parseFeedFilter(params), rules, rules).map(({ id }) => id);

  it('ranks by use, and puts what happens outside one’s own systems last', () => {
    expect(idsFor([])).toEqual(['T1.001', 'T4', 'T1', 'T2', 'T3']);
  });

  it('leaves out what a query detects, parents included', () => {
    expect(idsFor([rule(['T1.001', 'T1'])])).toEqual(['T4', 'T2', 'T3']);
    expect(idsFor([rule(['T1.001', 'T1'], 'unsupported')])).toContain('T1.001');
  });

  it('follows the platforms, techniques and tactics of the filter', () => {
    expect(idsFor([], { product: 'linux' })).toEqual(['T2']);
    expect(idsFor([], { technique: 'T1' })).toEqual(['T1.001', 'T1']);
    expect(idsFor([], { tactic: 'stealth' })).toEqual([]);
  });

  it('says whether a rule, a query or the tables are missing', () => {
    const anyTables = [rule(['T1'], 'approximate'), rule(['T2'], 'unsupported')];
    const gaps = coverageGaps({ techniques }, NO_FILTER, [], anyTables);
    const lacks = new Map(gaps.map(({ id, lack }) => [id, lack]));
    expect([lacks.get('T1'), lacks.get('T2'), lacks.get('T4')]).toEqual([
      'tables',
      'query',
      'rule',
    ]);
  });
});
