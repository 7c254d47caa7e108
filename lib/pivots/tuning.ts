import type { PivotFile } from './file-schema';
import { columnTest, TIME } from './has-column';
import type { FollowedQuery } from './pivots-for';

/** Lines to append to a rule's query, to make it quieter. */
export interface TuningLines {
  /** Count its matches by what tells honest activity apart. */
  readonly survey: string;
  /** Leave out one combination that is known to be honest, to be filled in. */
  readonly exclusion: string;
}

/** Columns that one exclusion names: fewer leave out too much, more leave out nothing twice. */
const COLUMNS = 2;

/**
 * The lines for a query. A column that the query itself tests tells little apart among its matches, so
 * others come first; the host alone is none, since leaving out a host would blind it. Null if its result
 * has no such column, or not the time.
 */
export function tuningLines(file: PivotFile, { target, facts }: FollowedQuery): TuningLines | null {
  const time = file.time ?? TIME[target];
  const has = columnTest(file, facts);
  const { host } = file;
  const tested = new Set(facts?.tests ?? []);
  const known = file.honest.filter(has);
  const columns = [
    ...known.filter((column) => !tested.has(column) && column !== host),
    ...known.filter((column) => tested.has(column) && column !== host),
  ].slice(0, COLUMNS);
  if (columns.length === 0 || !has(time)) return null;
  const hosts = host && has(host) && !columns.includes(host) ? `, Hosts = dcount(${host})` : '';
  return {
    survey: [
      '// How often each combination matched: what is honest is frequent and always the same',
      `| summarize Matches = count()${hosts}, First = min(${time}), Last = max(${time})`,
      `    by ${columns.join(', ')}`,
      '| order by Matches desc',
    ].join('\n'),
    exclusion: [
      '// Leaves out one combination that you know; add a line for each further one',
      `| where not(${columns.map((column) => `${column} =~ @"<${column}>"`).join(' and ')})`,
    ].join('\n'),
  };
}
