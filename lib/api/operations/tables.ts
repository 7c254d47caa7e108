import { z } from 'zod';
import { findRules } from '@/lib/catalog/feed';
import { describeMistake } from '@/lib/catalog/mistake';
import type { IndexedRule } from '@/lib/catalog/rule-index';
import { tableConnector } from '@/lib/log-sources';
import { defineList } from '../define-operation';
import { fieldsParameter } from '../fields';
import { filterOf, filterParameters } from '../filter-parameters';
import { pageOf, pagingParameters } from '../paging';

const table = z.object({
  id: z.string().describe('Service and name: `sentinel/SecurityEvent`.'),
  service: z.enum(['sentinel', 'defender']),
  name: z.string(),
  isParser: z.boolean().describe('An ASIM parser, which reads other tables.'),
  rules: z.int().describe('Rules with a query that reads it.'),
  exact: z.int().describe('Those with an exact one.'),
  filledBy: z.string().nullable(),
  documentation: z.string().nullable(),
  page: z.string().describe('Its rules, for people.'),
});

/** The tables that the queries of a filter read. */
export const listTables = defineList({
  path: '/tables',
  id: 'listTables',
  group: 'Catalog',
  summary: 'Tables',
  description:
    'Tables and ASIM parsers that the queries of the rules that pass the feed’s filters read, those of most rules first.',
  example: '/tables?level=critical&limit=2',
  parameters: { ...filterParameters, ...pagingParameters, fields: fieldsParameter },
  name: 'Table',
  schema: table,
  async respond(input, { origin }) {
    const { rules, mistakes } = await findRules(filterOf(input));
    const tables = tablesOf(rules, origin);
    const { items, last } = pageOf(tables, input, ({ id }) => id);
    return { total: tables.length, notes: mistakes.map(describeMistake), items, last };
  },
});

function tablesOf(rules: readonly IndexedRule[], origin: string): z.input<typeof table>[] {
  const counts = new Map<string, { rules: number; exact: number }>();
  for (const { queries } of rules) {
    const exactBy = new Map<string, boolean>();
    for (const { target, tables, outcome } of queries) {
      const service = target === 'defender-xdr' ? 'defender' : 'sentinel';
      for (const name of tables) {
        const id = `${service}/${name}`;
        exactBy.set(id, exactBy.get(id) === true || outcome === 'exact');
      }
    }
    for (const [id, isExact] of exactBy) {
      const known = counts.get(id) ?? { rules: 0, exact: 0 };
      counts.set(id, { rules: known.rules + 1, exact: known.exact + (isExact ? 1 : 0) });
    }
  }
  return [...counts]
    .map(([id, count]) => ({ ...placeOf(id, origin), ...count }))
    .sort((a, b) => b.rules - a.rules || (a.id < b.id ? -1 : 1));
}

function placeOf(id: string, origin: string) {
  const service = id.startsWith('defender/') ? 'defender' : 'sentinel';
  const name = id.slice(service.length + 1);
  const connector = tableConnector(service, name);
  return {
    id,
    service,
    name,
    isParser: name.startsWith('_Im_'),
    filledBy: connector?.name ?? null,
    documentation: connector?.source ?? null,
    page: `${origin}/?${new URLSearchParams({ table: name })}`,
  } as const;
}
