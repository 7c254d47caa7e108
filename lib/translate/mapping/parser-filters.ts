import type { ParserFilters } from '@/lib/kql';
import { conjunctsOf } from '../prefilter/read-kql';

/**
 * Parameter → column, for the parameters of a parser that never lose a row of those that a variant asks
 * for with its filters.
 */
export function filtersFor(
  filters: ParserFilters,
  where: readonly string[],
): Readonly<Record<string, string>> {
  const asked = new Set(where.flatMap(conjunctsOf));
  const isAsked = (rows: string): boolean => conjunctsOf(rows).every((part) => asked.has(part));
  return Object.fromEntries(
    Object.entries(filters)
      .filter(([, { rows }]) => rows === null || rows.some(isAsked))
      .map(([parameter, { column }]) => [parameter, column]),
  );
}
