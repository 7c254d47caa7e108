import type { Translation, Translator } from '@/lib/translate';
import type { Reading } from './reading';

/** The columns of the fields that the note on a rule names, by table of each of its queries. */
export function constantColumns(
  { note, detection }: Reading,
  translations: readonly Translation[],
  columnsOf: Translator['columnsOf'] | undefined,
): Readonly<Record<string, readonly string[]>> {
  const fields = note?.constant ?? [];
  if (!detection || !columnsOf || fields.length === 0) return {};
  const { logsource } = detection.rule;
  const found: [string, string[]][] = [];
  for (const { target, table: first, alternatives } of translations) {
    for (const table of [first, ...alternatives.map((one) => one.table)]) {
      if (table === null) continue;
      const columns = fields.flatMap((field) =>
        columnsOf(logsource, target, table, field).slice(0, 1),
      );
      if (columns.length > 0) found.push([table, [...new Set(columns)]]);
    }
  }
  return Object.fromEntries(found);
}
