import { expect } from 'vitest';
import { readSchemas } from '../schemas';
import { compileQuery, type Row } from './run-query';

// A table `T` with a column of each type, for the tests of this folder.

export const schemas = readSchemas({
  logAnalytics: {
    T: {
      S: 'string',
      N: 'long',
      B: 'bool',
      R: 'real',
      D: 'dynamic',
      Time: 'datetime',
      'odd name': 'string',
    },
  },
  defenderXdr: { X: { AdditionalFields: 'string', Timestamp: 'datetime' } },
  asim: {
    _Im_Dns: {
      workspace: 'imDns',
      parameters: { starttime: 'datetime', endtime: 'datetime' },
      columns: { DnsQuery: 'string', TimeGenerated: 'datetime' },
    },
    _Im_Process: {
      workspace: 'imProcess',
      parameters: {
        name_has_any: 'dynamic',
        name_has_all: 'dynamic',
        user_has_any: 'dynamic',
        pack: 'bool',
      },
      columns: { Name: 'string' },
    },
  },
  asimFilters: {
    _Im_Process: {
      parameters: {
        name_has_any: { column: 'Name' },
        name_has_all: { column: 'Name' },
        user_has_any: { column: null },
      },
    },
  },
});
export const options = { schemas, target: 'sentinel' as const, now: '2024-05-01T12:00:00Z' };

/** The rows of a query, which are as many as it counts. */
export function run(kql: string, tables: Record<string, readonly Row[]> = {}): readonly Row[] {
  const query = compileQuery(kql, options);
  expect(query.diagnostics).toEqual([]);
  const { rows } = query.run(tables);
  expect(query.count(tables)).toBe(rows.length);
  return rows;
}

/** The value of an expression. */
export function value(expression: string): unknown {
  return run(`print x = ${expression}`)[0]?.x;
}

export function problem(kql: string): string {
  return (
    compileQuery(kql, options).diagnostics.map(({ code, message }) => `${code} ${message}`)[0] ?? ''
  );
}

export const ROWS: readonly Row[] = [
  { S: 'one', N: 1, Time: '2024-01-01T00:00:00Z', D: { k: ['a', 'b'] } },
  { S: 'two', N: 2, Time: '2024-01-01T00:03:00Z', D: { k: [] } },
  { S: 'one', N: null, Time: '2024-01-01T00:20:00Z' },
];
