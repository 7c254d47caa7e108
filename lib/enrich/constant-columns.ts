import type { Translation, Translator } from '@/lib/translate';
import type { Reading } from './reading';

/** The columns of the fields that the note on a rule names, by table of each of its queries that has all of them. */
export function constantColumns(
  { note, detection }: Reading,
  translations: readonly Translation[],
  columnOf: Translator['columnOf'] | undefined,
): Readonly<Record<string, readonly string[]>> {
  const fields = note?.constant ?? [];
  if (!detection || !columnOf || fields.length === 0) return {};
  const { logsource } = detection.rule;
  const found: [string, string[]][] = [];
  for (const translation of translations) {
    for (const { table, kql } of [translation, ...translation.alternatives]) {
      if (table === null || kql === null) continue;
      const columns = fields.map((field) => {
        const column = columnOf(logsource, translation.target, table, field);
        return column && (!column.computed || makes(kql, column.name)) ? column.parts : [];
      });
      // Without one of them, the others would leave out more than the note means.
      if (columns.every((parts) => parts.length > 0))
        found.push([table, [...new Set(columns.flat())]]);
    }
  }
  return Object.fromEntries(found);
}

/** Whether a query makes a column, as the translator prints it. */
function makes(kql: string, column: string): boolean {
  return new RegExp(`\\b${column} = `).test(kql);
}
