import { EngineFailure } from './types';

/** Rows by the names of their columns. Throws an EngineFailure for a row that is no list, or of another length. */
export function readRows(
  columns: readonly string[],
  rows: readonly unknown[],
): readonly Readonly<Record<string, unknown>>[] {
  return rows.map((row) => {
    if (!Array.isArray(row) || row.length !== columns.length) {
      throw new EngineFailure('malformed', 'A row of the answer has other columns than its table');
    }
    return Object.fromEntries(columns.map((name, at) => [name, row[at]]));
  });
}
