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
  const lineAt = lineFinder(text);
  for (const [number, { sigmaSpan }] of trace.entries()) {
    if (sigmaSpan.end <= sigmaSpan.start) continue;
    const first = lineAt(sigmaSpan.start);
    const last = lineAt(sigmaSpan.end - 1);
    for (let line = first; line <= last; line++) add(lines, line, number);
  }
  return lines;
}

/** Finds the line (one-based) of an offset without reading the text again. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function add(lines: Map<number, number[]>, line: number, number: number): void {
  const numbers = lines.get(line);
  if (numbers) numbers.push(number);
  else lines.set(line, [number]);
}
