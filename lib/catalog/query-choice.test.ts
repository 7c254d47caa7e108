import { describe, expect, it } from 'vitest';
import type { RuleDetail, StoredEvidence } from '@/lib/catalog/rule';
import { type QueryChoice, shownProof } from './query-choice';

const choice = {
  translation: { target: 'sentinel' },
  variant: { outcome: 'exact', table: 'Event', label: 'Sysmon' },
  primary: true,
} as QueryChoice;
const run: Partial<StoredEvidence> = {
  target: 'sentinel',
  table: 'Event',
  label: 'Sysmon',
  differs: false,
};

function ruleWith(runs: readonly Partial<StoredEvidence>[]): RuleDetail {
  return { proof: 'self-tested', evidence: runs } as RuleDetail;
}

describe('shownProof', () => {
  it('is the rule’s proof while every run of the chosen query agrees', () => {
    expect(shownProof(ruleWith([run]), choice)).toBe('self-tested');
    expect(shownProof(ruleWith([]), null)).toBe('self-tested');
  });

  it('disagrees when a run of the chosen query differs from the rule', () => {
    expect(shownProof(ruleWith([run, { ...run, differs: true }]), choice)).toBe('disagrees');
  });

  it('ignores the runs of another query', () => {
    const other = { ...run, table: 'WindowsEvent', differs: true };
    expect(shownProof(ruleWith([other]), choice)).toBe('self-tested');
  });

  it('is approximate for an approximate query, whose differences are declared', () => {
    const approximate = { ...choice, variant: { ...choice.variant, outcome: 'approximate' } };
    expect(shownProof(ruleWith([{ ...run, differs: true }]), approximate as QueryChoice)).toBe(
      'approximate',
    );
  });
});
