const EQUALS = /^(\w+) (?:==|=~) (?:"([^"\\]*)"|(\d+))$/;
const IN = /^(\w+) in~? \(((?:"[^"\\]*"|\d+)(?:, (?:"[^"\\]*"|\d+))*)\)$/;

/**
 * The columns that a table's filters restrict to a few values. A filter is text: reads its plain
 * equalities and nothing else.
 */
export function pinnedColumns(filters: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = read.get(filters) ?? readFilters(filters);
  read.set(filters, known);
  return known;
}

/** By the filters of a variant, which many rules share. */
const read = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

function readFilters(filters: readonly string[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const pin = (column: string, values: readonly string[]): void => {
    const known = found.get(column);
    found.set(column, known ? known.filter((value) => values.includes(value)) : values);
  };
  for (const filter of filters) {
    if (/\bor\b/.test(filter)) continue;
    for (const part of filter.split(' and ')) {
      const equals = EQUALS.exec(part.trim());
      if (equals) pin(equals[1] ?? '', [equals[2] ?? equals[3] ?? '']);
      const list = IN.exec(part.trim());
      if (!list) continue;
      const values = [...(list[2] ?? '').matchAll(/"([^"]*)"|(\d+)/g)];
      pin(
        list[1] ?? '',
        values.map((match) => match[1] ?? match[2] ?? ''),
      );
    }
  }
  return found;
}
