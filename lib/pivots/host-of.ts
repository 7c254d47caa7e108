import type { PivotFile } from './file-schema';

/** What names the host of a table’s rows, with the columns that name it in different forms; null if nothing does. */
export function hostOf(
  file: Pick<PivotFile, 'host' | 'hostNames'> | undefined,
): { column: string; names: readonly string[] | null } | null {
  return file?.host ? { column: file.host, names: file.hostNames ?? null } : null;
}
