import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { compileQuery } from '@/lib/kql';
import {
  matchCorrelation,
  parseRules,
  type Rule,
  relatedRules,
  type SigmaEvent,
} from '@/lib/sigma';
import { createTranslator } from '..';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

const NAMES = ['failed', 'good', 'off'];
const BASE = [4625, 4624, 4634]
  .map(
    (event, at) => `title: Event ${event}
id: 00000000-0000-4000-8000-00000000000${at}
name: ${NAMES[at]}
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
name: inner
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
    event: fc.constantFrom(4624, 4625, 4634),
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
    'finds two of three rules together':
      'type: temporal\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { gte: 2 }',
    'finds exactly two of three rules together':
      'type: temporal\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { eq: 2 }',
    'finds what a condition over the rules says':
      'type: temporal\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: failed and (good or off)',
    'finds a rule without another':
      'type: temporal\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: failed and not (good or off)',
    'finds three rules in order':
      'type: temporal_ordered\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 15m',
    'finds two of three rules in order':
      'type: temporal_ordered\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { gte: 2 }',
    'finds any of three rules in order':
      'type: temporal_ordered\n  rules: [failed, good, off]\n  timespan: 10m\n  condition: { gt: 0 }',
    'finds no more than two of three rules in order':
      'type: temporal_ordered\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { gt: 1, lt: 3 }',
    'finds other than two of three rules in order':
      'type: temporal_ordered\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { neq: 2 }',
    'finds the orders that a condition over the rules says':
      'type: temporal_ordered\n  rules: [failed, good, off]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: off and (failed or good)',
    'counts other than so many events':
      'type: event_count\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { neq: 2 }',
    'finds the least value':
      'type: value_min\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { field: KeyLength, gt: 30 }',
    'finds the greatest value':
      'type: value_max\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { field: KeyLength, lt: 100 }',
    'sums values':
      'type: value_sum\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { field: KeyLength, gt: 150 }',
    'averages values':
      'type: value_avg\n  rules: [failed]\n  group-by: [TargetUserName]\n  timespan: 10m\n  condition: { field: KeyLength, gt: 50 }',
  };

  const MANY = (condition: string, type = 'event_count', rules = '[failed]') => `  type: ${type}
  rules: ${rules}
  group-by: [TargetUserName]
  timespan: 10m
  condition: ${condition}
---
title: D
name: outer
correlation:
`;
  /** A correlation over the one before it. */
  const chains = {
    'a count': `${MANY('{ gte: 2 }')}  type: temporal_ordered\n  rules: [inner, good]`,
    'fewer than': `${MANY('{ lt: 2 }')}  type: temporal_ordered\n  rules: [inner, good]`,
    'an order':
      MANY('{ gte: 2 }', 'temporal_ordered', '[failed, good, off]') +
      '  type: temporal_ordered\n  rules: [inner, failed]',
    'a whole order':
      MANY('failed and good', 'temporal_ordered', '[failed, good]') +
      '  type: temporal_ordered\n  rules: [inner, off]',
    'orders of a condition':
      MANY('off and (failed or good)', 'temporal_ordered', '[failed, good, off]') +
      '  type: temporal\n  rules: [inner, failed]',
    'rules together': `${MANY('failed and good', 'temporal', '[failed, good]')}  type: event_count\n  condition: { gte: 2 }\n  rules: [inner]`,
  };
  const chainText = `${chains['a count']}\n  group-by: [TargetUserName]\n  timespan: 6m\n`;
  const all: Record<string, string> = { ...cases };
  for (const [name, text] of Object.entries(chains)) {
    all[`chains ${name}`] = `${text}\n  group-by: [TargetUserName]\n  timespan: 6m`.replace(
      /^ {2}/,
      '',
    );
  }

  it.each(Object.entries(all))('%s fires in the windows that Sigma counts', (_, correlation) => {
    const { rule, related } = read(`  ${correlation}\n`);
    if (rule.kind !== 'correlation') throw new Error('no correlation');
    const { kql, outcome } = translator.translate(rule, 'sentinel', related);
    expect(outcome).toBe('exact');
    const query = compileQuery(kql ?? '', { schemas, target: 'sentinel' });
    expect(query.diagnostics).toEqual([]);
    const rules = [...related.values()].filter((one) => one.kind !== 'filter');
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
      { numRuns: 80 },
    );
  });

  it('has the trace of its rules and its own', () => {
    const { rule, related } = read(`  type: temporal
  rules: [failed, good]
  aliases:
    account:
      failed: TargetUserName
      good: SubjectUserName
  group-by: [account]
  timespan: 10m
  condition:
    gte: 2
`);
    const { kql, trace } = translator.translate(rule, 'sentinel', related);
    const lines = (kql ?? '').split('\n');
    const summary = trace.map(
      ({ selection, field, value, column, operator, sigmaSpan, kqlLines }) => [
        `${selection} ${field}: ${value}`,
        `${column} ${operator}`,
        rule.text.slice(sigmaSpan.start, sigmaSpan.end),
        kqlLines.map((line) => lines[line - 1]?.trim()),
      ],
    );
    expect(summary).toEqual([
      ['failed: selection EventID: 4625', 'EventID ==', 'failed', ['| where EventID == 4625']],
      [
        'group-by account: failed: TargetUserName',
        'TargetUserName grouped by',
        'account',
        ['| project Time = TimeGenerated, Rule = 0, account = TargetUserName'],
      ],
      ['good: selection EventID: 4624', 'EventID ==', 'good', ['| where EventID == 4624']],
      [
        'group-by account: good: SubjectUserName',
        'SubjectUserName grouped by',
        'account',
        ['| project Time = TimeGenerated, Rule = 1, account = SubjectUserName'],
      ],
      [
        'timespan timespan: 10m',
        'Time between, from each match on',
        '10m',
        ['| where Time between (Start .. Start + 10m)'],
      ],
      ['condition temporal: 2', 'count_distinct(Rule) >=', 'gte: 2', ['| where Measure >= 2']],
    ]);
    expect(trace.every(({ sources }) => sources.length > 0)).toBe(true);
  });

  it('keeps the trace through a chain, and points each line at a name in the outermost rule', () => {
    const { rule, related } = read(chainText);
    const { kql, trace } = translator.translate(rule, 'sentinel', related);
    expect(trace.map(({ selection }) => selection)).toEqual([
      'inner: failed: selection',
      'inner: group-by',
      'inner: timespan',
      'inner: condition',
      'group-by',
      'good: selection',
      'group-by',
      'timespan',
      'condition',
    ]);
    const places = trace
      .filter(({ selection }) => selection.startsWith('inner'))
      .map(({ sigmaSpan }) => rule.text.slice(sigmaSpan.start, sigmaSpan.end));
    expect(new Set(places)).toEqual(new Set(['inner']));
    expect(kql?.split('\n')[(trace[3]?.kqlLines[0] ?? 0) - 1]).toContain('Measure >= 2');
    expect(trace.every(({ kqlLines }) => kqlLines.length > 0)).toBe(true);
  });

  it('says that a percentile is an estimate', () => {
    const { rule, related } = read(
      '  type: value_percentile\n  rules: [failed]\n  timespan: 1h\n  condition: { field: KeyLength, percentile: 95, gt: 100 }\n',
    );
    const { outcome, diagnostics, trace } = translator.translate(rule, 'sentinel', related);
    expect(outcome).toBe('approximate');
    expect(diagnostics[0]?.message).toContain('estimate');
    expect(trace.at(-1)).toMatchObject({
      quality: 'approximate',
      column: 'percentile(todouble(Value), 95)',
    });
  });

  it('is refused if it multiplies along its chain, and matches without delay', () => {
    const level = (at: number): string => `title: L${at}
name: l${at}
correlation:
  type: event_count
  rules: [${Array(12).fill(at === 0 ? 'failed' : `l${at - 1}`)}]
  timespan: 5m
  condition: { gte: 1 }
`;
    const text = `${BASE}---\n${[0, 1, 2, 3, 4, 5, 6].map(level).join('---\n')}`;
    const rules = parseRules(text).flatMap(({ rule }) => rule ?? []);
    const outer = rules.at(-1);
    if (outer?.kind !== 'correlation') throw new Error('no correlation');
    const related = new Map(rules.map((one) => [one.name ?? one.id, one]));
    const { outcome, diagnostics } = translator.translate(outer, 'sentinel', related);
    expect(outcome).toBe('unsupported');
    expect(diagnostics[0]?.message).toContain('more than 100 rules');
    const event: SigmaEvent = {
      product: 'windows',
      category: null,
      service: 'security',
      text: '',
      time: '2026-01-01T00:00:00Z',
      fields: { EventID: 4625 },
    };
    const bases = rules.filter((one) => one.kind !== 'filter');
    expect(matchCorrelation(outer, bases, [event])).toHaveLength(1);
  });

  it('says which of its rules has no query, and why', () => {
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
    expect(diagnostics[0]?.message).toMatch(/^failed: .* has no mapping for Sentinel tables$/);
    const alone = translator.translate(rule, 'sentinel');
    expect(alone.diagnostics[0]?.code).toBe('translate/correlation');
  });
});

describe('an aggregation of Sigma 1', () => {
  const SOURCE = 'logsource: { product: windows, service: security }';
  const SELECTION = 'selection: { EventID: 4625 }';
  const pair = (correlation: string) =>
    `title: T\nname: base\n${SOURCE}\ndetection:\n  ${SELECTION}\n  condition: selection\n---\ntitle: C\ncorrelation:\n  rules: [base]\n  timespan: 10m\n  ${correlation}\n`;
  const single = (aggregation: string) =>
    `title: T\n${SOURCE}\ndetection:\n  ${SELECTION}\n  timeframe: 10m\n  condition: selection | ${aggregation}\n`;
  const queryOf = (text: string) => {
    const rules = parseRules(text).flatMap(({ rule }) => rule ?? []);
    const rule = rules.at(-1);
    if (!rule) throw new Error('no rule');
    return translator.translate(rule, 'sentinel', relatedRules(rules)(rule)).kql;
  };

  it.each([
    ['count() > 5', 'type: event_count\n  condition: { gt: 5 }'],
    ['count() by Account < 3', 'type: event_count\n  group-by: [Account]\n  condition: { lt: 3 }'],
    [
      'count(TargetUserName) by IpAddress >= 10',
      'type: value_count\n  group-by: [IpAddress]\n  condition: { field: TargetUserName, gte: 10 }',
    ],
    [
      'sum(KeyLength) by IpAddress > 300',
      'type: value_sum\n  group-by: [IpAddress]\n  condition: { field: KeyLength, gt: 300 }',
    ],
  ])('has the query of the correlation that replaces it: %s', (aggregation, correlation) => {
    const kql = queryOf(single(aggregation));
    expect(kql).toContain('SecurityEvent');
    expect(kql).toBe(queryOf(pair(correlation)));
  });
});
