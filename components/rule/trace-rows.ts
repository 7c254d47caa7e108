import type { TraceLine } from '@/lib/translate';

/** Trace lines that differ only in their value, as one row. */
export interface TraceRow {
  readonly line: TraceLine;
  /** The numbers by which the rule and the query refer to these lines. */
  readonly numbers: readonly number[];
  readonly values: readonly string[];
  /** The name that the query gives to its expression; null if it gives none. */
  readonly alias: string | null;
  /** A row before has the same alias. */
  readonly repeats: boolean;
}

/** The trace of a query with the values of one comparison in one row, in order of first appearance. */
export function traceRows(trace: readonly TraceLine[], kql: string): readonly TraceRow[] {
  const rows = new Map<string, { line: TraceLine; numbers: number[]; values: string[] }>();
  for (const [number, line] of trace.entries()) {
    const { value, sigmaSpan, kqlLines, ...same } = line;
    const key = JSON.stringify(same);
    const row = rows.get(key);
    if (!row) rows.set(key, { line, numbers: [number], values: [value] });
    else {
      row.numbers.push(number);
      if (!row.values.includes(value)) row.values.push(value);
    }
  }
  const seen = new Set<string>();
  return [...rows.values()].map((row) => {
    const alias = aliasOf(row.line.column, kql);
    const repeats = alias !== null && seen.has(alias);
    if (alias !== null) seen.add(alias);
    return { ...row, alias, repeats };
  });
}

/** `Image` for `extract(…)` in `| extend Image = extract(…)`. */
function aliasOf(column: string, kql: string): string | null {
  const at = kql.indexOf(` = ${column}`);
  const after = kql[at + 3 + column.length];
  if (at === -1 || (after !== undefined && !/[,\n]/.test(after))) return null;
  const name = /(?:^|[\s,])(\w+)$/.exec(kql.slice(Math.max(0, at - 100), at))?.[1];
  return name === undefined || name === column ? null : name;
}
