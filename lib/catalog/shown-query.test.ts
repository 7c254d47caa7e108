import { expect, it } from 'vitest';
import { parseFeedFilter } from './feed-filter';
import type { IndexedQuery, IndexedRule } from './rule-index';
import { shownQuery } from './shown-query';

const asim: IndexedQuery = {
  target: 'sentinel-asim',
  outcome: 'approximate',
  table: '_Im_Dns',
  tables: ['_Im_Dns'],
  needs: [['_Im_Dns']],
  cost: 'cheap',
  primary: true,
};
const native: IndexedQuery = {
  ...asim,
  target: 'sentinel',
  outcome: 'exact',
  table: 'Event',
  tables: ['Event'],
  needs: [['Event']],
};
const other: IndexedQuery = {
  ...native,
  table: 'WindowsEvent',
  tables: ['WindowsEvent'],
  needs: [['WindowsEvent']],
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

it('considers only what runs with one’s own tables', () => {
  expect(shownQuery(rule, parseFeedFilter({ env: 'WindowsEvent' }))).toBe(other);
  expect(shownQuery(rule, parseFeedFilter({ env: '-Event' }))).toBeNull();
});
