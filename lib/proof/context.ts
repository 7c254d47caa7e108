import type { TableRow } from '@/lib/events';
import { compileQuery } from '@/lib/kql/run/run-query';
import type { Schemas } from '@/lib/kql/schemas';
import type { ProofContext } from './run-query';

/** The context of proving: schemas, the translator's version for the record, and lib/kql's interpreter. */
export function createContext(schemas: Schemas, translatorVersion: string): ProofContext {
  return {
    schemas,
    translatorVersion,
    compile: (kql, target) => {
      const query = compileQuery(kql, { schemas, target });
      const [problem] = query.diagnostics;
      if (problem) return { failure: problem.message };
      return { fires: (rows) => query.count(tablesOf(rows)) > 0 };
    },
  };
}

function tablesOf(rows: readonly TableRow[]): Record<string, TableRow['row'][]> {
  const tables: Record<string, TableRow['row'][]> = {};
  for (const { table, row } of rows) {
    const list = tables[table];
    if (list) list.push(row);
    else tables[table] = [row];
  }
  return tables;
}
