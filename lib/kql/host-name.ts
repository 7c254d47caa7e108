/** A host’s name before its first dot, as KQL: what its full and its short name have in common. */
export const shortName = (text: string): string => `tostring(split(${text}, ".")[0])`;

/** The short name of the host of a row, from the first of these columns that has a value. */
export function shortNameOf(columns: readonly string[]): string {
  const [first = ''] = columns;
  return shortName(columns.length === 1 ? first : `coalesce(${columns.join(', ')})`);
}

/** What names the host of a table’s rows. */
export interface HostOf {
  readonly column: string;
  /** Columns of which the first with a value names it, with its domain or without; null if all rows have the same form. */
  readonly names: readonly string[] | null;
}
