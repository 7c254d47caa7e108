import type { ResultsFile } from './file-schema';
import type { MappedVariant, Shown } from './mapping';

/** What results from a table show first, for a category of log sources. Null: `results.yml` is missing. */
export function shownOf(
  results: ResultsFile | null,
  { table, columns }: Pick<MappedVariant, 'table' | 'columns'>,
  category: string | null | undefined,
): Shown {
  const has = (name: string): boolean => Object.hasOwn(columns, name);
  const fields = new Map(Object.entries(results?.fields ?? {})).get(category ?? '');
  const own = new Map(Object.entries(results?.tables ?? {})).get(table);
  const last = results?.last ?? [];
  const messages = new Map(Object.entries(results?.messages ?? {}));
  return {
    first: (own ?? results?.columns.flat() ?? []).filter(has),
    fields: fields ?? [],
    message: fields ? null : (messages.get(table) ?? null),
    last: last.slice(0, 1).some(has) ? last.filter(has) : [],
    parsed: results?.parsed.includes(table) ?? false,
  };
}
