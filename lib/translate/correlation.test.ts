import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMappingTexts, readSchemas } from '@/lib/ingest/content';
import { compileQuery } from '@/lib/kql';
import { matchCorrelation, parseRules, type Rule, type SigmaEvent } from '@/lib/sigma';
import { createTranslator, loadMappings } from '.';

const schemas = readSchemas();
const { mappings } = loadMappings(readMappingTexts(), schemas);
const translator = createTranslator({ mappings, schemas });

const BASE = [4625, 4624]
  .map(
    (event, at) => `title: Event ${event}
id: 00000000-0000-4000-8000-00000000000${at}
name: ${at === 0 ? 'failed' : 'good'}
logsource: { product: windows, service: security }
detection:
  selection: { EventID: ${event} }
  condition: selection
`,
  )
  .join('---\n');

function read(correlation: string): { rule: Rule; related: Map<string, Rule> } {
  const text = `${BASE}---
title: C
id: 00000000-0000-4000-8000-000000000009
correlation:
${correlation}`;
  const rules = parseRules(text).map(({ rule, diagnostics }) => {
    if (!rule) throw new Error(JSON.stringify(diagnostics));
    return rule;
  });
  const rule = rules.at(-1);
  if (!rule) throw new Error('no rule');
  return { rule, related: new Map(rules.map((one) => [one.name ?? one.id, one])) };
}

/** Minutes after a moment, which of the two events, and for which account. */
const happenings = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 40 }),
    event: fc.constantFrom(4624, 4625),
    account: fc.constantFrom('', 'ann', 'bob'),
    length: fc.constantFrom(0, 40, 128),
    address: fc.constantFrom('', '10.0.0.1', '10.0.0.2', '10.0.0.3'),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('a correlation', () => {
  const cases = {
    'counts events':
      'type: event_count\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { gte: 3 }',
    'counts events without groups':
      'type: event_count\n  rules: [failed, good]\n  timespan: 5m\n  condition: { gt: 2, lte: 4 }',
    'knows fewer than':
      'type: event_count\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { lt: 2 }',
    'counts values':
      'type: value_count\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { field: IpAddress, gte: 2 }',
    'finds rules together':
      'type: temporal\n  rules: [failed, good]\n  group-by: [TargetUserName]\n  timespan: 10m',
    'finds rules in order':
      'type: temporal_ordered\n  rules: [failed, good]\n  group-by: [TargetUserName]\n  timespan: 10m',
    'sums values':
      'type: value_sum\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { field: KeyLength, gt: 150 }',
    'averages values':
      'type: value_avg\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { field: KeyLength, gt: 50 }',
  };

  it.each(Object.entries(cases))('%s in the windows that Sigma counts in', (_, correlation) => {
    const { rule, related } = read(`  ${correlation}\n`);
    if (rule.kind !== 'correlation') throw new Error('no correlation');
    const { kql, outcome } = translator.translate(rule, 'sentinel', related);
    expect(outcome).toBe('exact');
    const query = compileQuery(kql ?? '', { schemas, target: 'sentinel' });
    expect(query.diagnostics).toEqual([]);
    const rules = [...related.values()].filter((one) => one.kind === 'detection');
    fc.assert(
      fc.property(happenings, (happened) => {
        const time = (minute: number): string =>
          new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
        const events = happened.map(
          ({ minute, event, account, length, address }): SigmaEvent => ({
            product: 'windows',
            category: null,
            service: 'security',
            text: '',
            time: time(minute),
            fields: {
              EventID: event,
              KeyLength: length,
              ...(account === '' ? {} : { TargetUserName: account }),
              ...(address === '' ? {} : { IpAddress: address }),
            },
          }),
        );
        const rows = happened.map(({ minute, event, account, length, address }) => ({
          TimeGenerated: time(minute),
          EventID: event,
          KeyLength: length,
          TargetUserName: account,
          IpAddress: address,
        }));
        const expected = new Set(
          matchCorrelation(rule, rules, events).map(({ group }) => group.TargetUserName ?? ''),
        );
        const actual = new Set(
          query.run({ SecurityEvent: rows }).rows.map((row) => String(row.TargetUserName ?? '')),
        );
        expect(actual).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('over a rule that has no query says which, and why', () => {
    const text = `${BASE.replace('service: security', 'service: nothing')}---
title: C
id: 00000000-0000-4000-8000-000000000009
correlation: { type: event_count, rules: [failed], timespan: 5m, condition: { gte: 2 } }
`;
    const rules = parseRules(text).flatMap(({ rule }) => rule ?? []);
    const rule = rules.at(-1);
    if (!rule) throw new Error('no rule');
    const related = new Map(rules.map((one) => [one.name ?? one.id, one]));
    const { outcome, diagnostics } = translator.translate(rule, 'sentinel', related);
    expect(outcome).toBe('unsupported');
    expect(diagnostics[0]?.message).toContain('failed: No mapping');
    const alone = translator.translate(rule, 'sentinel');
    expect(alone.diagnostics[0]?.code).toBe('translate/correlation');
  });
});
