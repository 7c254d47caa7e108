/** A host’s name before its first dot, as KQL: what its full and its short name have in common. */
export const shortName = (text: string): string => `tostring(split(${text}, ".")[0])`;

/** The short name of the host of a row, from the first of these columns that has a value. */
export function shortNameOf(columns: readonly string[]): string {
  const [first = ''] = columns;
  return shortName(columns.length === 1 ? first : `coalesce(${columns.join(', ')})`);
}
