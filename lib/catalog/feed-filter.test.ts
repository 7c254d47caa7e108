import { describe, expect, it } from 'vitest';
import {
  FACETS,
  feedHref,
  isUnfiltered,
  NO_FILTER,
  parseFeedFilter,
  withoutEnv,
  withoutValue,
} from './feed-filter';

describe('parseFeedFilter', () => {
  it('reads repeated and comma-separated values, each once', () => {
    const filter = parseFeedFilter({ level: ['high', 'critical,high'], technique: 'T1059' });
    expect(filter.level).toEqual(['high', 'critical']);
    expect(filter.technique).toEqual(['T1059']);
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
      env: 'Event-',
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

describe('one’s own tables', () => {
  const own = parseFeedFilter({ env: 'Event.Syslog-DeviceInfo', level: 'high' });

  it('are in the address of every list', () => {
    expect(own.env).toEqual({ sentinel: ['Event', 'Syslog'], defender: ['DeviceInfo'] });
    expect(feedHref(own, { page: 2 })).toBe('/?level=high&env=Event.Syslog-DeviceInfo&page=2');
    expect(isUnfiltered(own)).toBe(false);
    expect(isUnfiltered(parseFeedFilter({ env: 'Event' }))).toBe(false);
  });

  it('are left out of an address that shows all rules, and of every list from there', () => {
    expect(feedHref(withoutEnv(own))).toBe('/?level=high&env=all');
    expect(feedHref(parseFeedFilter({ env: 'all' }), { level: ['low'] })).toBe(
      '/?level=low&env=all',
    );
    expect(isUnfiltered(parseFeedFilter({ env: 'all' }))).toBe(true);
  });

  it('are left out, too, by an older address with `table=all`', () => {
    expect(parseFeedFilter({ table: 'all' })).toMatchObject({ env: null, anyEnv: true, table: [] });
  });
});
