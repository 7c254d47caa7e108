import { expect, it } from 'vitest';
import { parseFeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedQuery, IndexedRule } from '@/lib/catalog/rule-index';
import { queryHref, shownQuery } from './shown-query';

const asim: IndexedQuery = {
  target: 'sentinel-asim',
  outcome: 'approximate',
  table: '_Im_Dns',
  tables: ['_Im_Dns'],
  primary: true,
};
const native: IndexedQuery = {
  ...asim,
  target: 'sentinel',
  outcome: 'exact',
  table: 'Event',
  tables: ['Event'],
};
const other: IndexedQuery = {
  ...native,
  table: 'WindowsEvent',
  tables: ['WindowsEvent'],
  primary: false,
};
const rule = { queries: [asim, other, native] } as unknown as IndexedRule;

it('prefers an exact query, and a primary one among these', () => {
  expect(shownQuery(rule, parseFeedFilter({}))).toBe(native);
});

it('considers only the selected targets and tables', () => {
  expect(shownQuery(rule, parseFeedFilter({ target: 'sentinel-asim' }))).toBe(asim);
  expect(shownQuery(rule, parseFeedFilter({ table: 'WindowsEvent' }))).toBe(other);
  expect(shownQuery(rule, parseFeedFilter({ table: 'Syslog' }))).toBeNull();
});

it('names the table in the address of an alternative only', () => {
  expect(queryHref('x', native)).toBe('/rules/x/query?target=sentinel');
  expect(queryHref('x', other)).toBe('/rules/x/query?target=sentinel&table=WindowsEvent');
});
