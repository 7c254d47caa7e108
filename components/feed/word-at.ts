/** The word around the cursor of a search field, with its offsets; a quoted value belongs to its word. */
export function wordAt(
  value: string,
  cursor: number,
): { readonly text: string; readonly start: number; readonly end: number } {
  for (const match of value.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const end = match.index + match[0].length;
    if (match.index <= cursor && cursor <= end) return { text: match[0], start: match.index, end };
  }
  return { text: '', start: cursor, end: cursor };
}
