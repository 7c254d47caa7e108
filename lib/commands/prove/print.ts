import type { EngineCost } from '@/lib/engines';
import { addAll } from '@/lib/long-lists';
import type { Rule } from '@/lib/sigma';
import { plainLine } from '@/lib/text/plain-text';
import type { EngineResult } from './engine-run';
import type { Counts, TargetResult } from './results';

/** A line of `--json`. */
export function jsonLine(
  path: string,
  { id, title }: Rule,
  result: TargetResult,
  engine: readonly EngineResult[] | null,
): string {
  return `${JSON.stringify({ path, id, title, ...result, ...(engine ? { engine } : {}) })}\n`;
}

/** A result as text to read. */
export function textOf(
  { id, title }: Rule,
  result: TargetResult,
  engine: readonly EngineResult[] | null,
): string {
  const { target, outcome, own, queries } = result;
  const lines = [`${title} (${id}) · ${target} · ${outcome}`];
  const canRun = queries.some(({ failure }) => failure === null);
  if (queries.length === 0) lines.push('  no query for this target, so nothing was run');
  else if (canRun) lines.push(`  ${countsText(result)}`);
  if (own && canRun) lines.push(`  own samples: ${countsText(own)}`);
  for (const query of queries) {
    const where = `${query.table}, ${query.label} · ${query.outcome}`;
    if (query.failure !== null) lines.push(`  ${where}: cannot run: ${query.failure}`);
    else if (queries.length > 1 && query.tried > 0) lines.push(`  ${where}: ${countsText(query)}`);
    for (const name of query.differ) lines.push(`    differs on ${name}`);
  }
  for (const one of engine ?? []) addAll(lines, engineLines(one));
  return `${lines.join('\n')}\n`;
}

function engineLines(result: EngineResult): string[] {
  const { table, label, status, cases, asExpected, differ, failure, cost } = result;
  const where = `  engine, ${table}, ${label}`;
  if (failure !== null) return [`${where}: ${status}: ${plainLine(failure, 'description')}`];
  return [
    `${where}: ${asExpected} of ${cases} cases as expected${cost ? costText(cost) : ''}`,
    ...differ.map((one) => `    differs: ${plainLine(one, 'value')}`),
  ];
}

function costText({ elapsedMs, cpuMs, scannedRows, scannedBytes }: EngineCost): string {
  const parts = [
    elapsedMs === null ? [] : `${Math.round(elapsedMs)} ms`,
    cpuMs === null ? [] : `${cpuMs} ms of CPU`,
    scannedRows === null ? [] : `${scannedRows} rows scanned`,
    scannedBytes === null ? [] : `${scannedBytes} bytes scanned`,
  ].flat();
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function countsText({ tried, sigma, kql, both }: Counts): string {
  if (tried === 0) return 'no event of this log source has a row in this target’s tables';
  const events = tried === 1 ? '1 event' : `${tried} events`;
  return `${events} tried, ${sigma} matched by Sigma, ${kql} by KQL, ${both} by both`;
}
