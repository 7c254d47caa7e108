import { expect, it } from 'vitest';
import { parseFeedFilter } from '@/lib/catalog/feed-filter';
import type { IndexedQuery } from '@/lib/catalog/rule-index';
import { queryHref, ruleHref } from './query-address';

const primary: IndexedQuery = {
  target: 'sentinel',
  outcome: 'exact',
  table: 'Event',
  tables: ['Event'],
  needs: [['Event']],
  cost: 'cheap',
  primary: true,
};

it('names the table in the address of an alternative only', () => {
  expect(queryHref('x', primary)).toBe('/rules/x/query?target=sentinel');
  expect(queryHref('x', { ...primary, table: 'WindowsEvent', primary: false })).toBe(
    '/rules/x/query?target=sentinel&table=WindowsEvent',
  );
});

it('names the query in a rule’s address once targets, tables or one’s own tables are chosen', () => {
  expect(ruleHref('x', primary, parseFeedFilter({ level: 'high' }))).toBe('/rules/x');
  for (const chosen of [{ target: 'sentinel' }, { table: 'Event' }, { env: 'Event' }]) {
    expect(ruleHref('x', primary, parseFeedFilter(chosen))).toBe('/rules/x?target=sentinel');
  }
});
