import type { TraceLine } from '@/lib/translate';

/** Trace lines that differ only in their value, as one row. */
export interface TraceRow {
  readonly line: TraceLine;
  /** The numbers by which the rule and the query refer to these lines. */
  readonly numbers: readonly number[];
  readonly values: readonly string[];
}

/** The trace with the values of one comparison in one row, in order of first appearance. */
export function traceRows(trace: readonly TraceLine[]): readonly TraceRow[] {
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
  return [...rows.values()];
}
