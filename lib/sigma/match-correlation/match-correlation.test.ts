import { describe, expect, it } from 'vitest';
import type { Span } from '../../diagnostic';
import { parseRules } from '../parse-rules';
import type { CorrelationRule, DetectionRule, SigmaEvent } from '../types';
import { matchCorrelation } from './match-correlation';

const DETECTIONS = ['a', 'b', 'c']
  .map(
    (name) => `title: ${name}
name: ${name}
logsource: {product: x}
detection:
    s: {Kind: ${name}}
    condition: s
`,
  )
  .join('---\n');

function rulesOf(text: string): (DetectionRule | CorrelationRule)[] {
  return parseRules(text).map(({ rule, diagnostics }) => {
    if (!rule || rule.kind === 'filter') throw new Error(JSON.stringify(diagnostics));
    return rule;
  });
}

const detections = rulesOf(DETECTIONS);

function correlationOf(body: string): CorrelationRule {
  const [rule] = rulesOf(`title: C\nname: c1\ncorrelation:\n${body}`);
  if (rule?.kind !== 'correlation') throw new Error('no correlation');
  return rule;
}

/** An event at some minutes after midnight, with its kind and other fields. */
function eventOf(minute: number, kind: string, fields: Record<string, unknown> = {}): SigmaEvent {
  const time = new Date(Date.UTC(2024, 0, 1, 0, 0, minute * 60)).toISOString();
  return {
    product: 'x',
    category: null,
    service: null,
    fields: { Kind: kind, Host: 'h', ...fields },
    text: '',
    time,
  };
}

function valuesOf(body: string, events: SigmaEvent[], rules = detections): number[] {
  return matchCorrelation(correlationOf(body), rules, events).map((match) => match.value);
}

const EVENT_COUNT = `    type: event_count
    rules: [a]
    group-by: [Host]
    timespan: 10m
    condition: {gte: 3}
`;

describe('matchCorrelation', () => {
  it('counts within a sliding window, not within fixed ones', () => {
    const events = [8, 9, 11].map((minute) => eventOf(minute, 'a'));
    expect(valuesOf(EVENT_COUNT, events)).toEqual([3]);
    expect(
      valuesOf(
        EVENT_COUNT,
        [0, 6, 12].map((minute) => eventOf(minute, 'a')),
      ),
    ).toEqual([]);
  });

  it('orders events by time', () => {
    const found = matchCorrelation(
      correlationOf(EVENT_COUNT),
      detections,
      [5, 1, 3].map((minute) => eventOf(minute, 'a')),
    );
    expect(found).toMatchObject([
      { from: '2024-01-01T00:01:00.000Z', to: '2024-01-01T00:05:00.000Z', group: { Host: 'h' } },
    ]);
    expect(found[0]?.events).toHaveLength(3);
  });

  it('keeps groups apart, and ignores events without the group-by field', () => {
    const events = [
      eventOf(1, 'a', { Host: 'g' }),
      eventOf(2, 'a'),
      eventOf(3, 'a'),
      eventOf(4, 'a', { Host: null }),
      eventOf(5, 'b'),
    ];
    expect(valuesOf(EVENT_COUNT, events)).toEqual([]);
    expect(valuesOf(EVENT_COUNT, [...events, eventOf(5, 'a')])).toEqual([3]);
  });

  it('reports overlapping windows as one match', () => {
    const events = [0, 4, 8, 12, 16, 60, 61, 62].map((minute) => eventOf(minute, 'a'));
    const found = matchCorrelation(correlationOf(EVENT_COUNT), detections, events);
    expect(found.map((match) => match.events.length)).toEqual([5, 3]);
  });

  it('applies an upper bound to whole windows', () => {
    const body = EVENT_COUNT.replace('gte: 3', 'gte: 2, lt: 4');
    expect(
      valuesOf(
        body,
        [1, 2, 3, 4].map((minute) => eventOf(minute, 'a')),
      ),
    ).toEqual([]);
    expect(
      valuesOf(
        body,
        [1, 2, 3].map((minute) => eventOf(minute, 'a')),
      ),
    ).toEqual([3]);
  });

  it('counts distinct values, of one field or of several', () => {
    const events = ['x', 'y', 'x', 'z'].map((User, at) => eventOf(at, 'a', { User, Port: at }));
    const body = (field: string, bound: number) => `    type: value_count
    rules: [a]
    group-by: [Host]
    timespan: 10m
    condition: {field: ${field}, gte: ${bound}}
`;
    expect(valuesOf(body('User', 3), events)).toEqual([3]);
    expect(valuesOf(body('User', 4), events)).toEqual([]);
    expect(valuesOf(body('[User, Port]', 4), events)).toEqual([4]);
  });

  it.each<[string, string, number[]]>([
    ['value_sum', '{field: Bytes, gt: 9}', [10]],
    ['value_avg', '{field: Bytes, gte: 2}', [2.5]],
    ['value_percentile', '{field: Bytes, gte: 4, percentile: 90}', [4]],
    ['value_percentile', '{field: Bytes, eq: 2, percentile: 50}', [2]],
    ['value_median', '{field: Bytes, eq: 2}', [2]],
  ])('%s over %s is %j', (type, condition, values) => {
    const events = [1, 2, 3, 4, 'x'].map((Bytes, at) => eventOf(at, 'a', { Bytes }));
    const body = `    type: ${type}
    rules: [a]
    timespan: 10m
    condition: ${condition}
`;
    expect(valuesOf(body, events)).toEqual(values);
  });

  it('needs every rule of a temporal correlation, or as many as its condition requires', () => {
    const body = `    type: temporal
    rules: [a, b, c]
    group-by: [Host]
    timespan: 5m
`;
    const events = [eventOf(3, 'a'), eventOf(1, 'b')];
    expect(valuesOf(body, events)).toEqual([]);
    expect(valuesOf(body, [...events, eventOf(6, 'c')])).toEqual([3]);
    expect(valuesOf(body, [...events, eventOf(7, 'c')])).toEqual([]);
    expect(valuesOf(`${body}    condition: {gte: 2}\n`, events)).toEqual([2]);
    const written = correlationOf(`${body}    condition: c AND a AND b\n`);
    const { bounds, expression } = correlationOf(body).correlation;
    expect(written.correlation).toMatchObject({ bounds, expression });
  });

  it('reads a condition over the rules as an expression', () => {
    const body = (condition: string) => `    type: temporal
    rules: [a, b, c]
    timespan: 5m
    condition: ${condition}
`;
    const ab = [eventOf(3, 'a'), eventOf(1, 'b')];
    const ac = [eventOf(1, 'a'), eventOf(2, 'c')];
    expect(valuesOf(body('a and (b or c)'), ab)).toEqual([2]);
    expect(valuesOf(body('a and (b or c)'), [eventOf(1, 'b'), eventOf(2, 'c')])).toEqual([]);
    expect(valuesOf(body('a and not b'), ac)).toEqual([2]);
    expect(valuesOf(body('a and not b'), [...ac, eventOf(0, 'b')])).toEqual([]);
    expect(valuesOf(body('all of them'), ab)).toEqual([]);
    expect(valuesOf(body('1 of them'), [eventOf(1, 'b')])).toEqual([1]);
  });

  it('reads a condition over ordered rules: the named rules, in the order of the list', () => {
    const body = `    type: temporal_ordered
    rules: [a, b, c]
    timespan: 5m
    condition: c and (a or b)
`;
    expect(valuesOf(body, [eventOf(1, 'a'), eventOf(2, 'c')])).toEqual([2]);
    expect(valuesOf(body, [eventOf(1, 'c'), eventOf(2, 'b')])).toEqual([]);
  });

  it.each<[string, string, number[]]>([
    ['value_min', '{field: Bytes, lt: 5}', [3]],
    ['value_max', '{field: Bytes, gte: 9}', [9]],
  ])('knows %s', (type, condition, values) => {
    const body = `    type: ${type}\n    rules: [a]\n    timespan: 5m\n    condition: ${condition}\n`;
    const events = [9, 3, 7].map((bytes, minute) => eventOf(minute, 'a', { Bytes: bytes }));
    expect(valuesOf(body, events)).toEqual(values);
  });

  it('requires the order of the rules in an ordered correlation', () => {
    const body = `    type: temporal_ordered
    rules: [a, b, c]
    timespan: 10m
`;
    const at = (...kinds: string[]) => kinds.map((kind, minute) => eventOf(minute, kind));
    expect(valuesOf(body, at('a', 'b', 'c'))).toEqual([3]);
    expect(valuesOf(body, at('b', 'a', 'b', 'a', 'c'))).toEqual([3]);
    expect(valuesOf(body, at('c', 'b', 'a'))).toEqual([]);
    expect(valuesOf(body, at('c', 'a', 'b'))).toEqual([]);
  });

  it('groups by an alias for different fields', () => {
    const body = `    type: temporal
    rules: [a, b]
    group-by: [ip]
    timespan: 10m
    aliases:
        ip: {a: Source, b: Target}
`;
    const first = eventOf(1, 'a', { Source: '1', Target: '9' });
    expect(valuesOf(body, [first, eventOf(2, 'b', { Source: '9', Target: '1' })])).toEqual([2]);
    expect(valuesOf(body, [first, eventOf(2, 'b', { Source: '1', Target: '9' })])).toEqual([]);
  });

  it('chains correlations', () => {
    const chain = rulesOf(`${DETECTIONS}---
title: Many
name: many
correlation:
    type: event_count
    rules: [a]
    group-by: [Host]
    timespan: 5m
    condition: {gte: 2}
`);
    const body = `    type: temporal_ordered
    rules: [many, b]
    group-by: [Host]
    timespan: 10m
`;
    const failed = [eventOf(1, 'a'), eventOf(2, 'a')];
    const [match] = matchCorrelation(correlationOf(body), chain, [...failed, eventOf(3, 'b')]);
    expect(match?.events).toHaveLength(3);
    expect(valuesOf(body, [eventOf(1, 'a'), eventOf(3, 'b')], chain)).toEqual([]);
    expect(valuesOf(body, [...failed, eventOf(0, 'b')], chain)).toEqual([]);
  });

  it('fires a chained correlation as soon as it is complete', () => {
    const chain = rulesOf(`${DETECTIONS}---
title: Many
name: many
correlation: {type: event_count, rules: [a], group-by: [Host], timespan: 5m, condition: {gte: 2}}
`);
    const body =
      '    type: temporal_ordered\n    rules: [many, b]\n    group-by: [Host]\n    timespan: 10m\n';
    const failed = [0, 1, 4, 5].map((minute) => eventOf(minute, 'a'));
    expect(valuesOf(body, [...failed, eventOf(2, 'b')], chain)).toEqual([2]);
  });

  it('ends a chain that leads back to itself', () => {
    const rule = correlationOf('    type: temporal\n    rules: [c1, a]\n    timespan: 1m\n');
    expect(matchCorrelation(rule, [rule, ...detections], [eventOf(1, 'a')])).toEqual([]);
  });
});

describe('correlation rules', () => {
  it('are read completely', () => {
    const rule = correlationOf(`    type: value_count
    rules: [a, b]
    group-by: [Host, ip]
    timespan: 90m
    condition: {field: User, gt: 10, lte: 20}
    aliases: {ip: {a: S, b: T}}
    generate: true
`);
    const { spans, ...correlation } = rule.correlation;
    expect(correlation).toEqual({
      type: 'value_count',
      rules: ['a', 'b'],
      groupBy: ['Host', 'ip'],
      timespan: 5400,
      bounds: [
        { operator: 'gt', value: 10 },
        { operator: 'lte', value: 20 },
      ],
      expression: null,
      fields: ['User'],
      percentile: null,
      aliases: { ip: { a: 'S', b: 'T' } },
      generate: true,
    });
    const textOf = (span: Span | null) => rule.text.slice(span?.start, span?.end);
    expect(spans.rules.map(textOf)).toEqual(['a', 'b']);
    expect(spans.groupBy.map(textOf)).toEqual(['Host', 'ip']);
    expect(spans.fields.map(textOf)).toEqual(['User']);
    expect(textOf(spans.timespan)).toBe('90m');
    expect(textOf(spans.condition)).toContain('gt: 10, lte: 20');
  });

  it.each<[string, string]>([
    [
      'type: event_cont\n    rules: [a]\n    timespan: 1m\n    condition: {gte: 1}',
      'sigma/unknown-correlation-type',
    ],
    [
      'type: event_count\n    rules: [a]\n    timespan: 1x\n    condition: {gte: 1}',
      'sigma/invalid-timespan',
    ],
    [
      'type: event_count\n    rules: [a]\n    timespan: 0m\n    condition: {gte: 1}',
      'sigma/invalid-timespan',
    ],
    ['type: event_count\n    rules: [a]\n    timespan: 1m', 'sigma/missing-field'],
    ['type: event_count\n    timespan: 1m\n    condition: {gte: 1}', 'sigma/missing-field'],
    [
      'type: value_count\n    rules: [a]\n    timespan: 1m\n    condition: {gte: 1}',
      'sigma/missing-field',
    ],
    [
      'type: event_count\n    rules: [a]\n    timespan: 1m\n    condition: {gtt: 1}',
      'sigma/invalid-bound',
    ],
    [
      'type: event_count\n    rules: [a]\n    timespan: 1m\n    condition: {gte: x}',
      'sigma/invalid-bound',
    ],
    [
      'type: event_count\n    rules: [a]\n    timespan: 1m\n    condition: {}',
      'sigma/invalid-bound',
    ],
    [
      'type: temporal_ordered\n    rules: [a, b]\n    timespan: 1m\n    condition: a and not b',
      'sigma/condition-syntax',
    ],
    [
      'type: temporal\n    rules: [a, b]\n    timespan: 1m\n    condition: a and bb',
      'sigma/unknown-selection',
    ],
    [
      'type: event_count\n    rules: [a, b]\n    timespan: 1m\n    condition: a and b',
      'sigma/invalid-type',
    ],
    ['type: temporal\n    rules: [a]\n    timespan: 1m\n    aliases: {x: y}', 'sigma/invalid-type'],
  ])('are refused: %s', (body, code) => {
    const [document] = parseRules(`title: C\ncorrelation:\n    ${body}\n`);
    expect(document?.rule).toBeNull();
    expect(document?.diagnostics.map((one) => one.code)).toEqual([code]);
  });

  it('report all of their mistakes', () => {
    const [document] = parseRules(
      'title: C\ncorrelation:\n    type: event_cont\n    timespan: 5 minutes\n    condition: {gte: ten}\n',
    );
    expect(document?.diagnostics.map(({ code }) => code)).toEqual([
      'sigma/unknown-correlation-type',
      'sigma/invalid-timespan',
      'sigma/missing-field',
      'sigma/invalid-bound',
    ]);
  });

  it('warn about a field with an underscore', () => {
    const [document] = parseRules(
      'title: C\ncorrelation:\n    type: temporal\n    rules: [a]\n    timespan: 1m\n    group_by: [x]\n',
    );
    expect(document?.diagnostics).toMatchObject([
      { code: 'sigma/unknown-field', severity: 'warning', hint: 'Did you mean `group-by`?' },
    ]);
  });
});
