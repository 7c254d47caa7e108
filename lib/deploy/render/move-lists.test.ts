import { describe, expect, it } from 'vitest';
import { readSchemas } from '@/lib/knowledge';
import { createChecker, quoteString } from '@/lib/kql';
import { moveLists, watchlistCsv } from './move-lists';

const checker = createChecker(readSchemas());
const list = (values: readonly string[]) =>
  `(\n${values.map((value) => `        ${quoteString(value)}`).join(',\n')}\n    )`;
const many = (count: number, prefix = 'v') =>
  Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const ID = '0a6f5f0e-6e1d-5c8f-9f8b-2f4f8f6f7a02';

describe('moveLists', () => {
  const short = `Event | where Computer in~ ${list(many(30, 'short'))}`;
  const both = `${short} or Source in ${list(many(200, 'a longer value '))}`;

  it('moves the longest list, and no more than it takes', () => {
    const moved = moveLists(both, 1_500, ID);
    expect(moved?.watchlists).toEqual([
      { alias: 'wf-0a6f5f0e-1', values: many(200, 'a longer value ') },
    ]);
    expect(moved?.query).toBe(
      `${short} or Source in ((_GetWatchlist('wf-0a6f5f0e-1') | project SearchKey))`,
    );
    expect(checker.check(moved?.query ?? '', 'sentinel')).toEqual([]);
    expect(moveLists(both, 300, ID)?.watchlists.map(({ values }) => values.length)).toEqual([
      200, 30,
    ]);
  });

  it('is null if the lists are not enough, or if there are none', () => {
    expect(moveLists(both, 50, ID)).toBeNull();
    expect(moveLists('Event | where Computer contains "x"', 10, ID)).toBeNull();
    expect(moveLists(short, 10_000, ID)).toBeNull();
  });

  it('keeps every value as it is', () => {
    const odd = ['a"b', "c'd", 'e\\f', 'g,h', '$&', 'i\\"j', "(k) in~ ('l')"];
    const moved = moveLists(`Event | where Computer in~ ${list([...odd, ...many(60)])}`, 200, ID);
    expect(moved?.watchlists[0]?.values.slice(0, odd.length)).toEqual(odd);
  });
});

it('writes a CSV that quotes what it must', () => {
  expect(watchlistCsv({ alias: 'x', values: ['a', 'b"c', '=d,e'] })).toBe(
    'SearchKey\r\n"a"\r\n"b""c"\r\n"=d,e"\r\n',
  );
});
