import { describe, expect, it } from 'vitest';
import { type TableRow, tableSchemas, toRaw, toRows, toSigmaEvents } from '@/lib/events';
import { readKnowledge } from '@/lib/knowledge';
import {
  type CorrelationRule,
  type DetectionRule,
  matchCorrelation,
  parseRules,
  type Rule,
} from '@/lib/sigma';
import { createTranslator } from '@/lib/translate';
import { createContext } from './proof-context';
import { agrees } from './proof-of';
import { prove } from './prove';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });
const context = createContext(schemas, translator.version);

const SECURITY = { product: 'windows', category: null, service: 'security' } as const;
const START = Date.UTC(2026, 0, 5, 8);

const BASES = `title: Failed logon
id: 22222222-2222-4222-8222-222222222201
name: failed
logsource: { product: windows, service: security }
detection:
  a: { EventID: 4625 }
  condition: a
---
title: Logon
id: 22222222-2222-4222-8222-222222222202
name: logon
logsource: { product: windows, service: security }
detection:
  a: { EventID: 4624 }
  condition: a
---
title: Account created
id: 22222222-2222-4222-8222-222222222203
name: created
logsource: { product: windows, service: security }
detection:
  a: { EventID: 4720 }
  condition: a
`;

function setOf(correlation: string) {
  const text = `${BASES}---
title: Together
id: 22222222-2222-4222-8222-222222222209
correlation:
${correlation.replace(/^/gm, '  ')}
`;
  const rules = parseRules(text).flatMap(({ rule, diagnostics }) => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return rule ?? [];
  });
  const rule = rules.findLast((one) => one.kind === 'correlation') as CorrelationRule;
  const related = new Map<string, Rule>(
    rules.flatMap((one): [string, Rule][] => [
      [one.id, one],
      ...(one.name ? [[one.name, one] as [string, Rule]] : []),
    ]),
  );
  return { rule, rules, related };
}

/** `4625 ann 0:30 {KeyLength: 128}` as an event: its ID, the account, minutes after the start, more. */
type Line = readonly [
  eventId: number,
  user: string,
  minute: number,
  more?: Record<string, unknown>,
];

function rawOf([EventID, TargetUserName, minute, more = {}]: Line): unknown {
  const raw = toRaw(SECURITY, { EventID, TargetUserName, ...more }) as {
    Event: { System: Record<string, unknown> };
  };
  const SystemTime = new Date(START + minute * 60_000).toISOString();
  raw.Event.System.TimeCreated = { '#attributes': { SystemTime } };
  return raw;
}

/** Whether the correlation fires on a list of events: by the matcher, and by each of its queries. */
function verdicts(correlation: string, lines: readonly Line[]): { sigma: boolean; kql: boolean[] } {
  const { rule, rules, related } = setOf(correlation);
  const raws = lines.map(rawOf);
  const bases = rules.filter((one) => one.kind !== 'filter') as (DetectionRule | CorrelationRule)[];
  const sigma =
    matchCorrelation(
      rule,
      bases,
      raws.flatMap((raw) => toSigmaEvents(raw)),
    ).length > 0;
  const translation = translator.translate(rule, 'sentinel', related);
  const kql = [translation, ...translation.alternatives].flatMap(({ kql: text, table }) => {
    if (text === null || table === null) return [];
    const query = context.compile(text, 'sentinel');
    if ('failure' in query) throw new Error(query.failure);
    const rows = raws.flatMap((raw): TableRow[] =>
      toRows(raw, tableSchemas(schemas, 'sentinel'), 'sentinel').filter(
        (row) => row.table === table,
      ),
    );
    return [query.fires(rows)];
  });
  expect(kql.length).toBeGreaterThan(0);
  return { sigma, kql };
}

const COUNT = `type: event_count
rules: [failed]
group-by: [TargetUserName]
timespan: 10m
condition: { gte: 3 }`;

const FEWER = COUNT.replace('gte: 3', 'lt: 3');

const VALUES = `type: value_count
rules: [failed]
group-by: [TargetUserName]
timespan: 10m
condition: { field: IpAddress, gte: 3 }`;

const TEMPORAL = `type: temporal
rules: [failed, logon, created]
group-by: [TargetUserName]
timespan: 10m`;

const ORDERED = TEMPORAL.replace('temporal', 'temporal_ordered');

const SUM = `type: value_sum
rules: [failed]
group-by: [TargetUserName]
timespan: 10m
condition: { field: KeyLength, gt: 1000 }`;

const AVERAGE = SUM.replace('value_sum', 'value_avg').replace('1000', '100');

const PERCENTILE = `type: value_percentile
rules: [failed]
group-by: [TargetUserName]
timespan: 10m
condition: { field: KeyLength, percentile: 90, gt: 100 }`;

const ALIAS = `type: temporal_ordered
rules: [failed, created]
aliases:
  account:
    failed: TargetUserName
    created: SubjectUserName
group-by: [account]
timespan: 10m`;

const from = (IpAddress: string) => ({ IpAddress });
const key = (KeyLength: number) => ({ KeyLength });

const CASES: readonly [
  name: string,
  correlation: string,
  fires: boolean,
  lines: readonly Line[],
][] = [
  ['event_count: enough of one group', COUNT, true, [1, 4, 9].map((at) => [4625, 'ann', at])],
  ['event_count: one event fewer', COUNT, false, [1, 4].map((at) => [4625, 'ann', at])],
  ['event_count: outside the timespan', COUNT, false, [0, 6, 12].map((at) => [4625, 'ann', at])],
  ['event_count: at its very ends', COUNT, true, [0, 5, 10].map((at) => [4625, 'ann', at])],
  [
    'event_count: a window that slides over the hour',
    COUNT,
    true,
    [55, 59, 64].map((at) => [4625, 'ann', at]),
  ],
  [
    'event_count: another group',
    COUNT,
    false,
    [
      [4625, 'ann', 1],
      [4625, 'ann', 2],
      [4625, 'bob', 3],
    ],
  ],
  [
    'event_count: another event',
    COUNT,
    false,
    [
      [4625, 'ann', 1],
      [4625, 'ann', 2],
      [4624, 'ann', 3],
    ],
  ],
  ['event_count below: few', FEWER, true, [1, 4].map((at) => [4625, 'ann', at])],
  [
    'value_count: different values',
    VALUES,
    true,
    ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((ip, at) => [4625, 'ann', at, from(ip)]),
  ],
  [
    'value_count: one value twice',
    VALUES,
    false,
    ['10.0.0.1', '10.0.0.2', '10.0.0.2'].map((ip, at) => [4625, 'ann', at, from(ip)]),
  ],
  [
    'value_count: outside the timespan',
    VALUES,
    false,
    ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((ip, at) => [4625, 'ann', at * 6, from(ip)]),
  ],
  [
    'temporal: all, in any order',
    TEMPORAL,
    true,
    [
      [4720, 'ann', 1],
      [4625, 'ann', 3],
      [4624, 'ann', 5],
    ],
  ],
  [
    'temporal: one missing',
    TEMPORAL,
    false,
    [
      [4720, 'ann', 1],
      [4625, 'ann', 3],
      [4625, 'ann', 5],
    ],
  ],
  [
    'temporal: outside the timespan',
    TEMPORAL,
    false,
    [
      [4720, 'ann', 1],
      [4625, 'ann', 3],
      [4624, 'ann', 12],
    ],
  ],
  [
    'temporal: another group',
    TEMPORAL,
    false,
    [
      [4720, 'ann', 1],
      [4625, 'ann', 3],
      [4624, 'bob', 5],
    ],
  ],
  [
    'temporal_ordered: in order',
    ORDERED,
    true,
    [
      [4625, 'ann', 1],
      [4624, 'ann', 3],
      [4720, 'ann', 5],
    ],
  ],
  [
    'temporal_ordered: in order among others',
    ORDERED,
    true,
    [
      [4720, 'ann', 0],
      [4625, 'ann', 1],
      [4625, 'ann', 2],
      [4624, 'ann', 3],
      [4720, 'ann', 5],
    ],
  ],
  [
    'temporal_ordered: wrong order',
    ORDERED,
    false,
    [
      [4720, 'ann', 1],
      [4624, 'ann', 3],
      [4625, 'ann', 5],
    ],
  ],
  [
    'temporal_ordered: outside the timespan',
    ORDERED,
    false,
    [
      [4625, 'ann', 1],
      [4624, 'ann', 3],
      [4720, 'ann', 15],
    ],
  ],
  [
    'value_sum: above',
    SUM,
    true,
    [
      [4625, 'ann', 1, key(600)],
      [4625, 'ann', 2, key(401)],
    ],
  ],
  [
    'value_sum: not above',
    SUM,
    false,
    [
      [4625, 'ann', 1, key(600)],
      [4625, 'ann', 2, key(400)],
    ],
  ],
  [
    'value_sum: another group',
    SUM,
    false,
    [
      [4625, 'ann', 1, key(600)],
      [4625, 'bob', 2, key(600)],
    ],
  ],
  [
    'value_sum: outside the timespan',
    SUM,
    false,
    [
      [4625, 'ann', 1, key(600)],
      [4625, 'ann', 12, key(600)],
    ],
  ],
  [
    'value_avg: above',
    AVERAGE,
    true,
    [
      [4625, 'ann', 1, key(50)],
      [4625, 'ann', 2, key(200)],
    ],
  ],
  [
    'value_avg: not above',
    AVERAGE,
    false,
    [
      [4625, 'ann', 1, key(50)],
      [4625, 'ann', 2, key(120)],
    ],
  ],
  [
    'value_percentile: above',
    PERCENTILE,
    true,
    [10, 20, 30, 300].map((length, at) => [4625, 'ann', at, key(length)]),
  ],
  [
    'value_percentile: not above',
    PERCENTILE,
    false,
    [10, 20, 30, 40].map((length, at) => [4625, 'ann', at, key(length)]),
  ],
  [
    'an alias: the same account by another name',
    ALIAS,
    true,
    [
      [4625, 'ann', 1],
      [4720, 'new', 2, { SubjectUserName: 'ann' }],
    ],
  ],
  [
    'an alias: another account',
    ALIAS,
    false,
    [
      [4625, 'ann', 1],
      [4720, 'ann', 2, { SubjectUserName: 'bob' }],
    ],
  ],
];

describe('a correlation on events', () => {
  it.each(CASES)('%s', (_, correlation, fires, lines) => {
    const { sigma, kql } = verdicts(correlation, lines);
    expect(sigma).toBe(fires);
    expect(kql).toEqual(kql.map(() => fires));
  });
});

describe('the proof of a correlation', () => {
  const TYPES: readonly [name: string, correlation: string, misses: readonly string[]][] = [
    ['event_count', COUNT, ['one event fewer', 'spread', 'group']],
    ['value_count', VALUES, ['one event fewer', 'spread', 'group']],
    ['temporal', TEMPORAL, ['one event fewer', 'spread', 'group']],
    ['temporal_ordered', ORDERED, ['one event fewer', 'spread', 'group', 'reverse order']],
    ['temporal_ordered with an alias', ALIAS, ['one event fewer', 'spread', 'group', 'reverse']],
    ['value_sum', SUM, []],
    ['value_avg', AVERAGE, []],
    ['value_percentile', PERCENTILE, []],
  ];

  it.each(TYPES)('constructs events and near misses for %s', (_, correlation, misses) => {
    const { rule, related } = setOf(correlation);
    const translations = [translator.translate(rule, 'sentinel', related)];
    const evidence = prove({ rule, translations, samples: [], related }, context);
    expect(evidence.length).toBeGreaterThan(0);
    for (const one of evidence) {
      expect(one).toMatchObject({ kind: 'constructed', skipped: null, sigma: true, kql: true });
      expect(agrees(one)).toBe(true);
      const changes = one.nearMisses.map(({ change }) => change).join('; ');
      for (const miss of misses) expect(changes).toContain(miss);
    }
  });

  it('constructs events for a correlation that chains another', () => {
    const chained = `type: event_count
rules: [failed]
group-by: [TargetUserName]
timespan: 5m
condition: { gte: 3 }`.replace(/^/gm, '  ');
    const text = `${BASES}---
title: Guessing
id: 22222222-2222-4222-8222-222222222208
name: guessing
correlation:
${chained}
---
title: Guessed
id: 22222222-2222-4222-8222-222222222209
correlation:
  type: temporal_ordered
  rules: [guessing, logon]
  group-by: [TargetUserName]
  timespan: 30m
`;
    const rules = parseRules(text).flatMap(({ rule }) => rule ?? []);
    const related = new Map<string, Rule>(
      rules.flatMap((one): [string, Rule][] => [
        [one.id, one],
        ...(one.name ? [[one.name, one] as [string, Rule]] : []),
      ]),
    );
    const rule = rules.at(-1) as CorrelationRule;
    const translations = [translator.translate(rule, 'sentinel', related)];
    const evidence = prove({ rule, translations, samples: [], related }, context);
    expect(evidence.length).toBeGreaterThan(0);
    for (const one of evidence) {
      expect(one).toMatchObject({ skipped: null, sigma: true, kql: true });
      expect(agrees(one)).toBe(true);
      expect(one.nearMisses.length).toBeGreaterThan(1);
    }
  });
});
