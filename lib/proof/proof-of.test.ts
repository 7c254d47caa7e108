import { describe, expect, it } from 'vitest';
import type { Translation } from '@/lib/translate';
import { agrees, proofOf } from './proof-of';
import type { Evidence } from './types';

const translation: Translation = {
  target: 'sentinel',
  outcome: 'exact',
  kql: 'Event',
  table: 'Event',
  label: 'Sysmon',
  tables: ['Event'],
  diagnostics: [],
  trace: [],
  cost: null,
  alternatives: [],
};

const evidence: Evidence = {
  ruleId: 'r',
  target: 'sentinel',
  table: 'Event',
  label: 'Sysmon',
  outcome: 'exact',
  kind: 'sample',
  name: 's',
  event: {},
  origin: 'recorded',
  tried: 1,
  matchedFields: [],
  sigma: true,
  kql: true,
  nearMisses: [{ change: 'c', field: 'f', sigma: false, kql: false }],
  skipped: null,
  translatorVersion: 'v',
};

describe('proofOf', () => {
  it('is proven by a sample on the row that a connector writes for it', () => {
    expect(proofOf([translation], [evidence])).toBe('proven');
  });

  it('is self-tested by constructed events, and by what another sensor would record', () => {
    expect(proofOf([translation], [{ ...evidence, kind: 'constructed' }])).toBe('self-tested');
    expect(proofOf([translation], [{ ...evidence, origin: 'equivalent' }])).toBe('self-tested');
  });

  it('is no more than self-tested by a sample that was written for the rule', () => {
    expect(proofOf([translation], [{ ...evidence, kind: 'written' }])).toBe('self-tested');
  });

  it('is checked only, when nothing could be run', () => {
    expect(proofOf([translation], [])).toBe('checked');
    expect(proofOf([translation], [{ ...evidence, skipped: 'no row' }])).toBe('checked');
  });

  it('disagrees when a run or a near miss differs from the rule and no other query is sound', () => {
    const differs = { ...evidence, kql: false };
    expect(proofOf([translation], [evidence, differs])).toBe('disagrees');
    const fires = [{ change: 'c', field: 'f', sigma: false, kql: true }];
    expect(proofOf([translation], [{ ...evidence, nearMisses: fires }])).toBe('disagrees');
    const other: Translation = { ...translation, target: 'defender-xdr' };
    const untried: Evidence = { ...evidence, target: 'defender-xdr', skipped: 'no row' };
    expect(proofOf([translation, other], [differs, untried])).toBe('disagrees');
    expect(proofOf([translation, other], [differs, { ...evidence, target: 'defender-xdr' }])).toBe(
      'proven',
    );
  });

  it('does not count the declared difference of an approximate query as a disagreement', () => {
    const loose: Translation = { ...translation, target: 'defender-xdr', outcome: 'approximate' };
    const differs: Evidence = { ...evidence, target: 'defender-xdr', kql: false };
    expect(proofOf([translation, loose], [differs])).toBe('checked');
  });

  it('is approximate when no query is exact, and none when there is no query', () => {
    expect(proofOf([{ ...translation, outcome: 'approximate' }], [evidence])).toBe('approximate');
    const refused: Translation = { ...translation, outcome: 'unsupported', kql: null };
    expect(proofOf([refused], [])).toBe('none');
    expect(proofOf([], [])).toBe('none');
  });

  it('takes the best of the targets', () => {
    const other: Translation = { ...translation, target: 'defender-xdr', outcome: 'approximate' };
    expect(proofOf([other, translation], [evidence])).toBe('proven');
  });

  it('does not take an alternative’s evidence for the query’s own', () => {
    expect(proofOf([translation], [{ ...evidence, table: 'WindowsEvent' }])).toBe('checked');
  });
});

describe('agrees', () => {
  it('asks of the event and of every near miss', () => {
    expect(agrees(evidence)).toBe(true);
    expect(agrees({ ...evidence, sigma: false })).toBe(false);
  });
});
