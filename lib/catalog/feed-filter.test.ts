import { describe, expect, it } from 'vitest';
import {
  FACETS,
  feedHref,
  isUnfiltered,
  NO_FILTER,
  parseFeedFilter,
  withoutValue,
} from './feed-filter';

describe('parseFeedFilter', () => {
  it('reads repeated and comma-separated values, each once', () => {
    const filter = parseFeedFilter({ level: ['high', 'critical,high'], technique: 'T1059' });
    expect(filter.level).toEqual(['high', 'critical']);
    expect(filter.technique).toEqual(['T1059']);
  });

  it('reads `table=all` as no filter by table', () => {
    expect(parseFeedFilter({ table: 'all' }).table).toEqual([]);
  });

  it('falls back to defaults for values that make no sense', () => {
    const filter = parseFeedFilter({ sort: 'colour', page: '-3', q: '  x ' });
    expect([filter.sort, filter.page, filter.q]).toEqual([null, 1, 'x']);
  });

  it('ignores overlong values and parameters that are not filters', () => {
    expect(isUnfiltered(parseFeedFilter({ level: 'x'.repeat(101), utm_source: 'mail' }))).toBe(
      true,
    );
  });
});

describe('feedHref', () => {
  it('reads back as the filter it was made from', () => {
    const filter = parseFeedFilter({
      q: 'a b&c "d"',
      ...Object.fromEntries(FACETS.map((facet) => [facet, [`${facet} 1`, `${facet}+2`]])),
      sort: 'level',
      page: '3',
    });
    const params = new URLSearchParams(feedHref(filter, { page: 3 }).slice(2));
    const back = Object.fromEntries([...params.keys()].map((key) => [key, params.getAll(key)]));
    expect(parseFeedFilter(back)).toEqual(filter);
  });

  it('goes back to the first page when a filter changes', () => {
    expect(feedHref({ ...NO_FILTER, page: 4 }, { level: ['high'] })).toBe('/?level=high');
    expect(feedHref(NO_FILTER)).toBe('/');
  });
});

describe('withoutValue', () => {
  it('drops one value and keeps the others', () => {
    const filter = parseFeedFilter({ level: ['high', 'low'] });
    expect(withoutValue(filter, 'level', 'high').level).toEqual(['low']);
  });
});

it('keeps `table=all` until a table is selected', () => {
  const all = parseFeedFilter({ table: 'all', level: 'high' });
  expect(all.table).toEqual([]);
  expect(feedHref(all, { page: 2 })).toBe('/?level=high&table=all&page=2');
  expect(feedHref(all, { table: ['Event'] })).toBe('/?level=high&table=Event');
  const ticked = parseFeedFilter({ table: 'Event' });
  expect(feedHref(withoutValue(ticked, 'table', 'Event'))).toBe('/?table=all');
});
