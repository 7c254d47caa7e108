import { describe, expect, it } from 'vitest';
import { toRaw } from '@/lib/events';
import { readKnowledge } from '@/lib/knowledge';
import { parseRules, type Rule } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { createContext } from './proof-context';
import { agrees, proofOf } from './proof-of';
import { prove } from './prove';

const { schemas, mappings } = readKnowledge();
const SECURITY = { product: 'windows', category: null, service: 'security' } as const;
const LOGON = `title: T
name: logon
logsource: {product: windows, service: security}
detection:
  s: {EventID: 4624, LogonType: 10}
  f: {TargetUserName|expand: '%Admins%'}
  condition: s and not f
`;
const BURST = `${LOGON}---
title: Burst
correlation: {type: event_count, rules: [logon], group-by: [Computer], timespan: 5m, condition: {gte: 2}}
`;
const sample = toRaw(SECURITY, { EventID: 4624, LogonType: 10, TargetUserName: 'ana' });

function proofOfText(text: string, placeholders: Record<string, string[]> = {}) {
  const rules = parseRules(text).map(({ rule, diagnostics }) => {
    if (!rule) throw new Error(JSON.stringify(diagnostics));
    return rule;
  });
  const [first] = rules;
  const rule = rules.at(-1);
  if (!first || !rule) throw new Error('no rule');
  const related = new Map<string, Rule>([['logon', first]]);
  const translator = createTranslator({ mappings, schemas, settings: { placeholders } });
  const context = createContext(schemas, translator.version, placeholders);
  const translations = TARGETS.map((target) => translator.translate(rule, target, related));
  const samples = [{ name: 'sample', event: sample }];
  const evidence = prove({ rule, translations, samples, related }, context);
  return { evidence, proof: proofOf(translations, evidence) };
}

describe('the proof of a query that needs values', () => {
  it.each([
    ['a rule', LOGON],
    ['a correlation', BURST],
  ])('runs it with examples on constructed events only: %s', (_, text) => {
    const { evidence, proof } = proofOfText(text);
    expect(proof).toBe('self-tested');
    const ran = evidence.filter(({ skipped }) => skipped === null);
    expect(ran.length).toBeGreaterThan(0);
    for (const one of ran) {
      expect(one).toMatchObject({ kind: 'constructed', sigma: true });
      expect(one.name).toMatch(/, with example values$/);
    }
    const exact = ran.filter(({ outcome }) => outcome === 'exact');
    expect(exact.filter((one) => !one.kql || !agrees(one))).toEqual([]);
    const samples = evidence.filter(({ kind }) => kind === 'sample');
    expect(samples.length).toBeGreaterThan(0);
    for (const { skipped } of samples) {
      expect(skipped).toBe('the query needs your values: %Admins%');
    }
  });

  it('runs recorded events once the values are known', () => {
    const { evidence, proof } = proofOfText(LOGON, { Admins: ['adm_*'] });
    expect(proof).toBe('proven');
    expect(evidence.filter((one) => one.outcome === 'exact' && !agrees(one))).toEqual([]);
    expect(JSON.stringify(evidence)).not.toContain('example');
  });

  it('tells the examples from values: the query excludes what the list has', () => {
    const { evidence } = proofOfText(LOGON);
    const changes = evidence.flatMap(({ nearMisses }) => nearMisses.map(({ change }) => change));
    expect(changes).toContain("f applies: TargetUserName is 'example-Admins'");
  });
});
