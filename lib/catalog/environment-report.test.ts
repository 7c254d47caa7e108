import { expect, it } from 'vitest';
import { environmentReport } from './environment-report';
import type { IndexedQuery, IndexedRule } from './rule-index';

const query = (
  target: IndexedQuery['target'],
  needs: IndexedQuery['needs'],
  cost: IndexedQuery['cost'] = 'cheap',
): IndexedQuery => ({
  target,
  outcome: 'exact',
  table: null,
  tables: needs.flatMap(([table]) => table ?? []),
  needs,
  cost,
  primary: true,
});

const rule = (id: string, techniques: readonly string[], ...queries: IndexedQuery[]) =>
  ({
    id,
    level: id.startsWith('high') ? 'high' : 'low',
    techniques,
    queries,
    inFeed: true,
  }) as unknown as IndexedRule;

const parser = query('sentinel-asim', [['_Im_Dns', 'Event', 'DnsEvents']], 'heavy');
const rules = [
  rule('runs', ['T1'], query('sentinel', [['Syslog']])),
  rule('high event', ['T1', 'T2'], query('sentinel', [['Event']]), parser),
  rule('dns', ['T2'], parser),
  rule(
    'device',
    ['T3'],
    query('defender-xdr', [['DeviceA']]),
    query('defender-xdr', [['DeviceA'], ['DeviceB']]),
  ),
  rule('devices', ['T3'], query('defender-xdr', [['DeviceA'], ['DeviceB']])),
  rule('no query', []),
  { ...rule('outside', [], query('sentinel', [['Event']])), inFeed: false },
];

it('counts what runs now, and on which targets', () => {
  const report = environmentReport(rules, { sentinel: ['Syslog', 'Event'], defender: [] });
  expect(report.running.map(({ id }) => id)).toEqual(['runs', 'high event', 'dns']);
  expect([...report.byTarget]).toEqual([
    ['sentinel', 2],
    ['sentinel-asim', 2],
  ]);
  expect(report.total).toBe(6);
  expect(report.withoutQuery).toBe(1);
});

it('counts what each table alone would add, with techniques that nothing covers yet', () => {
  const { unlocks } = environmentReport(rules, { sentinel: ['Syslog'], defender: [] });
  expect(unlocks).toEqual([
    {
      service: 'sentinel',
      table: 'DnsEvents',
      rules: 2,
      grave: 1,
      techniques: 1,
      costs: new Map([['heavy', 2]]),
    },
    {
      service: 'sentinel',
      table: 'Event',
      rules: 2,
      grave: 1,
      techniques: 1,
      costs: new Map([
        ['cheap', 1],
        ['heavy', 1],
      ]),
    },
    {
      service: 'defender',
      table: 'DeviceA',
      rules: 1,
      grave: 0,
      techniques: 1,
      costs: new Map([['cheap', 1]]),
    },
  ]);
});

it('counts a rule that lacks several tables apart, until one of them is there', () => {
  const none = environmentReport(rules, { sentinel: [], defender: [] });
  expect(none.together).toEqual([
    { service: 'defender', tables: ['DeviceA', 'DeviceB'], rules: 1 },
  ]);
  const some = environmentReport(rules, { sentinel: [], defender: ['DeviceA'] });
  expect(some.together).toEqual([]);
  expect(some.unlocks.find(({ table }) => table === 'DeviceB')?.rules).toBe(1);
});

it('gives exactly the rules that it promises', () => {
  const own = { sentinel: ['Syslog'], defender: ['DeviceA'] };
  const before = environmentReport(rules, own);
  expect(before.unlocks.length).toBeGreaterThan(2);
  for (const { service, table, rules: gain } of before.unlocks) {
    const more = { ...own, [service]: [...own[service], table] };
    const after = environmentReport(rules, more);
    expect(after.running.length - before.running.length, table).toBe(gain);
  }
});
