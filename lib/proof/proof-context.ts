import type { TableRow } from '@/lib/events';
import { compileQuery } from '@/lib/kql/run/run-query';
import type { Schemas } from '@/lib/kql/schemas';
import type { Target } from '@/lib/target';
import type { PlaceholderValues } from './with-values';

/** A query that is ready to run on rows, or the reason that it cannot run. */
export type RunnableQuery =
  | { readonly fires: (rows: readonly TableRow[]) => boolean }
  | { readonly failure: string };

/** What proving needs beside the rule: schemas, versions, and an interpreter of KQL. */
export interface ProofContext {
  readonly schemas: Schemas;
  readonly translatorVersion: string;
  /** The values of placeholders that the translations were made with. */
  readonly placeholders: PlaceholderValues;
  readonly compile: (kql: string, target: Target) => RunnableQuery;
}

/**
 * What proving needs, with lib/kql's interpreter to run queries. `translatorVersion` is recorded in the
 * evidence. `compile` answers `failure` where a query cannot be run; `fires` says whether it has a result row.
 */
export function createContext(
  schemas: Schemas,
  translatorVersion: string,
  placeholders: PlaceholderValues = {},
): ProofContext {
  return {
    schemas,
    translatorVersion,
    placeholders,
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
