import type { Translation, Translator } from '@/lib/translate';
import type { LogSourceName } from '@/lib/translate/log-source-name';

/**
 * The columns of fields of a log source, by table of each of a rule's queries that has all of them. One that a query
 * has to make is followed by ` = ` and what makes it.
 */
export function constantColumns(
  fields: readonly string[],
  logsource: LogSourceName,
  translations: readonly Translation[],
  columnOf: Translator['columnOf'],
): Readonly<Record<string, readonly string[]>> {
  if (fields.length === 0) return {};
  const found: [string, string[]][] = [];
  for (const translation of translations) {
    for (const { table, kql } of [translation, ...translation.alternatives]) {
      if (table === null || kql === null) continue;
      const columns = fields.map((field) => {
        const column = columnOf(logsource, translation.target, table, field);
        if (!column) return [];
        const { name, made, parts } = column;
        if (made !== null && !makes(kql, name)) return [`${name} = ${made.text}`];
        // A number is compared as the text that is filled in.
        return parts.length > 0 ? parts : [`${name}Text = tostring(${name})`];
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
