import type { PivotFile } from './file-schema';
import { columnTest, timeOf } from './has-column';
import type { FollowedQuery } from './pivots-for';

/** Lines to append to a rule's query, to make it quieter. */
export interface TuningLines {
  /** Count its matches by what tells honest activity apart. */
  readonly survey: string;
  /** Leave out one combination that is known to be honest, to be filled in; null where it could silence the rule. */
  readonly exclusion: string | null;
}

/** Columns that one exclusion names: fewer leave out too much, more leave out nothing twice. */
const COLUMNS = 2;

/**
 * The lines for a query. An exclusion names two columns: `own` are those that suit the rule. Others are columns that the
 * query itself does not test, since what it tests is the same in all of its matches; nor the host, which it would blind. Null if the result has no
 * column to count by, or not the time.
 */
export function tuningLines(
  file: PivotFile,
  { target, facts }: FollowedQuery,
  own: readonly string[] = [],
): TuningLines | null {
  const time = timeOf(file, target);
  const has = columnTest(file, facts);
  const { host } = file;
  const tested = new Set(facts?.tests ?? []);
  const known = file.honest.filter(has);
  const free = [
    ...own.filter(has),
    ...known.filter((column) => !tested.has(column) && column !== host && !own.includes(column)),
  ];
  const columns = (free.length > 0 ? free : known).slice(0, COLUMNS);
  if (columns.length === 0 || !has(time)) return null;
  const hosts = host && has(host) && !columns.includes(host) ? `, Hosts = dcount(${host})` : '';
  return {
    survey: [
      '// How often each combination matched, the most frequent first',
      `| summarize Matches = count()${hosts}, First = min(${time}), Last = max(${time})`,
      `    by ${columns.join(', ')}`,
      '| order by Matches desc',
    ].join('\n'),
    exclusion: free.length < COLUMNS ? null : exclusionOf(columns),
  };
}

function exclusionOf(columns: readonly string[]): string {
  return [
    '// Leaves out one combination that you know; add a line for each further one',
    `| where not(${columns.map((column) => `${column} =~ @"<${column}>"`).join(' and ')})`,
  ].join('\n');
}
