import { positionAt } from '@/lib/diagnostic';
import type { TraceLine } from '@/lib/translate';

/** Maps each line of the query (one-based) to the numbers of its trace lines. */
export function traceOfQuery(trace: readonly TraceLine[]): ReadonlyMap<number, readonly number[]> {
  const lines = new Map<number, number[]>();
  for (const [number, { kqlLines }] of trace.entries()) {
    for (const line of kqlLines) add(lines, line, number);
  }
  return lines;
}

/** Maps each line of the rule's text (one-based) to the numbers of its trace lines. */
export function traceOfRule(
  trace: readonly TraceLine[],
  text: string,
): ReadonlyMap<number, readonly number[]> {
  const lines = new Map<number, number[]>();
  for (const [number, { sigmaSpan }] of trace.entries()) {
    if (sigmaSpan.end <= sigmaSpan.start) continue;
    const first = positionAt(text, sigmaSpan.start).line;
    const last = positionAt(text, sigmaSpan.end - 1).line;
    for (let line = first; line <= last; line++) add(lines, line, number);
  }
  return lines;
}

function add(lines: Map<number, number[]>, line: number, number: number): void {
  const numbers = lines.get(line);
  if (numbers) numbers.push(number);
  else lines.set(line, [number]);
}
