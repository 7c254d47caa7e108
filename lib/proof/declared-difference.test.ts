import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { parseRules, relatedRules } from '@/lib/sigma';
import { createTranslator, type Translation } from '@/lib/translate';
import { declaredDifference } from './declared-difference';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

function onDefender(detection: string): Translation {
  const text = `title: T\nid: 11111111-1111-4111-8111-111111111119\nlogsource: { product: windows, category: process_creation }\ndetection:\n${detection}`;
  const rule = parseRules(text)[0]?.rule;
  if (rule?.kind !== 'detection') throw new Error('not a rule');
  return translator.translate(rule, 'defender-xdr');
}

describe('what a query announces', () => {
  it('is nothing for an exact one', () => {
    const { outcome, diagnostics } = onDefender(
      "  a: { CommandLine|contains: 'x' }\n  condition: a\n",
    );
    expect(outcome).toBe('exact');
    expect(declaredDifference(diagnostics)).toEqual({ wider: false, narrower: false });
  });

  it('is only wider without an exclusion', () => {
    const { outcome, diagnostics } = onDefender(
      "  a: { CommandLine|contains: 'x' }\n  f: { CurrentDirectory: 'C:\\' }\n  condition: a and not f\n",
    );
    expect(outcome).toBe('approximate');
    expect(declaredDifference(diagnostics)).toEqual({ wider: true, narrower: false });
  });

  it('is only narrower without an alternative', () => {
    const { outcome, diagnostics } = onDefender(
      "  a: { CommandLine|contains: 'x' }\n  b: { CurrentDirectory: 'C:\\' }\n  condition: a or b\n",
    );
    expect(outcome).toBe('approximate');
    expect(declaredDifference(diagnostics)).toEqual({ wider: false, narrower: true });
  });

  it('may go either way with a column that only resembles the field', () => {
    const { outcome, diagnostics } = onDefender("  a: { Computer: 'one' }\n  condition: a\n");
    expect(outcome).toBe('approximate');
    expect(declaredDifference(diagnostics)).toEqual({ wider: true, narrower: true });
  });
});

describe('what the query of a correlation announces', () => {
  const base = `title: Base
name: base
id: 11111111-1111-4111-8111-111111111110
logsource: { product: windows, category: process_creation }
detection:
  a: { CommandLine|contains: 'x' }
  f: { CurrentDirectory: 'C:\\' }
  condition: a and not f
`;

  function correlated(condition: string): Translation {
    const text = `${base}---
title: Many
id: 11111111-1111-4111-8111-111111111111
correlation:
  type: event_count
  rules: [base]
  group-by: [Image]
  timespan: 10m
  condition: { ${condition} }
`;
    const rules = parseRules(text).flatMap(({ rule }) => rule ?? []);
    const [, many] = rules;
    if (!many) throw new Error('no correlation');
    return translator.translate(many, 'defender-xdr', relatedRules(rules)(many));
  }

  it('is what its rules announce while more matches only help it', () => {
    const { outcome, diagnostics } = correlated('gte: 5');
    expect(outcome).toBe('approximate');
    expect(declaredDifference(diagnostics)).toEqual({ wider: true, narrower: false });
  });

  it('may go either way where more matches can hinder it', () => {
    const { diagnostics } = correlated('lt: 5');
    expect(declaredDifference(diagnostics)).toEqual({ wider: true, narrower: true });
  });
});
