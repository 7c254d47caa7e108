import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { QueryChoice } from '@/lib/catalog/query-choice';
import type { IndexedQuery } from '@/lib/catalog/rule-index';
import type { RunnableQueries } from '@/lib/catalog/runnable-queries';
import { RunsHere } from './runs-here';

const query = (target: IndexedQuery['target'], tables: string[], sources: string[] = []) =>
  ({
    target,
    table: tables[0] ?? null,
    tables,
    needs: tables.map((table) => [table, ...sources]),
    primary: true,
  }) as unknown as IndexedQuery;
const event = query('sentinel', ['Event']);
const parser = query('sentinel-asim', ['_Im_Dns'], ['DnsEvents', 'AZFWDnsQuery']);
const two = query('defender-xdr', ['DeviceA', 'DeviceB']);
const choose = ({ target, table }: IndexedQuery) =>
  ({ translation: { target }, variant: { table } }) as unknown as QueryChoice;
const text = (runnable: RunnableQueries | null, shown: IndexedQuery) =>
  renderToStaticMarkup(<RunsHere ruleId="x" runnable={runnable} choice={choose(shown)} />);

it('says whether the shown query runs, and which one does', () => {
  const runnable = { runs: [event], others: [two], shown: event };
  expect(text(runnable, event)).toBe('The query below runs with these tables');
  expect(text(runnable, two)).toContain('The query below does not run with these tables.');
  expect(text(runnable, two)).toContain('href="/rules/x?target=sentinel"');
  expect(text(null, event)).toBe('');
});

it('says what a rule needs if none of its queries runs', () => {
  const none = (...others: IndexedQuery[]) => text({ runs: [], others, shown: null }, event);
  expect(none(parser, event, two)).toBe(
    'No query of this rule runs with these tables: it needs Event, or DeviceA and DeviceB',
  );
  expect(none(parser)).toContain('it needs DnsEvents, or AZFWDnsQuery');
  expect(none()).toBe('No query of this rule runs with these tables');
});
