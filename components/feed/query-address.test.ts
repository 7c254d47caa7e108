import { expect, it } from 'vitest';
import type { IndexedQuery } from '@/lib/catalog/rule-index';
import { queryHref } from './query-address';

const primary: IndexedQuery = {
  target: 'sentinel',
  outcome: 'exact',
  table: 'Event',
  tables: ['Event'],
  cost: 'cheap',
  primary: true,
};

it('names the table in the address of an alternative only', () => {
  expect(queryHref('x', primary)).toBe('/rules/x/query?target=sentinel');
  expect(queryHref('x', { ...primary, table: 'WindowsEvent', primary: false })).toBe(
    '/rules/x/query?target=sentinel&table=WindowsEvent',
  );
});
