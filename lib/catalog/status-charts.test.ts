import { expect, it } from 'vitest';
import type { IndexedQuery } from './rule-index';
import { logSourceOutcomes, monthsOfRules } from './status-charts';

const UNTIL = new Date('2026-03-10T00:00:00Z');

it('counts rules into the 36 months up to the newest rule’s', () => {
  const months = monthsOfRules(
    [
      { date: '2026-01-31', level: 'high' },
      { date: '2026/01/02', level: 'high' },
      { date: '2025-12-01', level: null },
      { date: '2019-01-01', level: 'low' },
    ],
    UNTIL,
  );
  expect(months).toHaveLength(36);
  expect([months[0]?.month, months.at(-1)?.month]).toEqual(['2023-02', '2026-01']);
  expect(months.at(-1)?.levels).toEqual(new Map([['high', 2]]));
  expect(months.at(-2)?.levels).toEqual(new Map([['none', 1]]));
});

it('ignores dates that are none, or of the future', () => {
  const dates = ['9999-12-01', '2026-13-01', 'soon', '', null];
  expect(
    monthsOfRules(
      dates.map((date) => ({ date, level: 'high' })),
      UNTIL,
    ),
  ).toEqual([]);
});

it('counts the outcome of each target by log source, most rules first', () => {
  const source = { product: 'windows', category: 'file_event', service: null };
  const query = (more: Partial<IndexedQuery>) =>
    ({ target: 'sentinel', outcome: 'exact', primary: true, ...more }) as IndexedQuery;
  const [first, second] = logSourceOutcomes([
    { product: 'linux', category: null, service: null, queries: [] },
    { ...source, queries: [query({}), query({ target: 'defender-xdr', primary: false })] },
    { ...source, queries: [query({ outcome: 'approximate' })] },
  ]);
  expect(first).toMatchObject({ ...source, rules: 2 });
  expect(first?.outcomes.sentinel).toEqual({ exact: 1, approximate: 1, unsupported: 0 });
  expect(first?.outcomes['defender-xdr']).toEqual({ exact: 0, approximate: 0, unsupported: 2 });
  expect(second?.product).toBe('linux');
});
