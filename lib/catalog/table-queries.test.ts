import { expect, it } from 'vitest';
import { contentTexts } from '@/lib/content';
import { readSchemas } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { readTableNames } from '@/lib/own-tables/read-table-names';
import { defenderTablesQuery, SENTINEL_TABLES_QUERY, SENTINEL_UNION_QUERY } from './table-queries';

const schemas = readSchemas();
// The schemas have only tables that rules can mean. These are the columns of Usage that the query names, from
// https://learn.microsoft.com/azure/azure-monitor/reference/tables/usage.
const usage = { TimeGenerated: 'datetime', DataType: 'string', Quantity: 'real' } as const;
const checker = createChecker({
  ...schemas,
  logAnalytics: { ...schemas.logAnalytics, Usage: usage },
});
const columns = (kql: string, target: 'sentinel' | 'defender-xdr') =>
  checker.describe(kql, target).columns.map(({ name }) => name);

it('pass Microsoft’s parser and binder for Sentinel, with the name of the table in DataType', () => {
  // The checker knows only the tables that a query names, so two stand for all.
  const union = SENTINEL_UNION_QUERY.replace('*', 'SecurityEvent, Syslog');
  expect(union).not.toBe(SENTINEL_UNION_QUERY);
  for (const query of [SENTINEL_TABLES_QUERY, union]) {
    expect(checker.check(query, 'sentinel')).toEqual([]);
    expect(columns(query, 'sentinel')).toContain('DataType');
  }
  const wrong = SENTINEL_TABLES_QUERY.replace('Quantity', 'Volume');
  expect(checker.check(wrong, 'sentinel')).not.toEqual([]);
});

it('pass them for Defender XDR with every table that a mapping names', () => {
  const tables = contentTexts('mappings/defender-xdr').flatMap(({ text }) =>
    [...text.matchAll(/^\s*(?:- )?table: (\w+)$/gm)].flatMap(([, name]) => name ?? []),
  );
  const query = defenderTablesQuery([...new Set([...tables, 'DeviceInfo'])].sort());
  expect(tables.length).toBeGreaterThan(20);
  expect(checker.check(query, 'defender-xdr')).toEqual([]);
  expect(columns(query, 'defender-xdr')).toContain('Table');
});

it('have results that are read', () => {
  expect(readTableNames('DataType,MB\nSecurityEvent,12.5\nSyslog,3').names).toEqual([
    'SecurityEvent',
    'Syslog',
  ]);
  expect(readTableNames('Table\tRows\nDeviceInfo\t7').names).toEqual(['DeviceInfo']);
});
