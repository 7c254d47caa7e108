import type { QueryFacts } from '@/lib/kql/query-facts';
import { blank } from './blank';
import type { PivotFile } from './file-schema';
import { filledTest } from './filled-column';
import { columnTest, timeOf } from './has-column';
import type { FollowedQuery } from './pivots-for';

/** Lines to append to a rule's query, to make it quieter. */
export interface TuningLines {
  /** Count its matches by what tells honest activity apart. */
  readonly survey: string;
  /** Leave out one combination that is known to be honest, to be filled in; null where it could silence the rule. */
  readonly exclusion: string | null;
}

/** Columns to count by before the one that says what was done. */
const COLUMNS = 2;
/** Columns of an exclusion besides the host: fewer leave out too much, unless the one says what was done. */
const LEAST = 2;
/** Such as the image or the user: who did something, and not what. */
const WHO = /image|process|program|user|account|subject/i;

/**
 * The lines for a query. `own` are columns that suit the rule, `A = x` one that the lines make. No line names a column that is the same in all matches
 * or empty in some. Only the rule's own columns make an exclusion, with one that says what was done where the table
 * has such. Null if the result has no column to count by, or not the time.
 */
export function tuningLines(
  file: PivotFile,
  query: FollowedQuery,
  suiting: readonly string[] = [],
): TuningLines | null {
  const { facts, target } = query;
  const time = timeOf(file, target);
  const made = new Map(suiting.filter(isMade).map((text) => [nameOf(text), text]));
  const own = suiting.map(nameOf);
  const inResult = columnTest(file, facts);
  const has = (column: string) => made.has(column) || inResult(column);
  const fillOf = filledTest(file, facts, query.product);
  const { isTested, isFixed, isOneValue } = limits(file, facts);
  const isUsable = (column: string) =>
    column !== file.host && has(column) && fillOf(column) === 'all' && !isOneValue(column);
  const suits = freeFirst(own.filter(isUsable), isTested);
  const tells = (column: string) => isUsable(column) && !isFixed(column);
  const others = file.honest.filter((column) => tells(column) && !isTested(column));
  const objects = file.objects.filter(tells);
  const free = objects.filter((column) => !isTested(column));
  const telling = free.length > 0 ? free : objects;
  const each = (columns: readonly string[]) =>
    [...new Set(columns)].filter(
      (column, _, all) => !file.same.some(([one, other]) => other === column && all.includes(one)),
    );
  const withObject = (columns: readonly string[]) =>
    columns.some((column) => file.objects.includes(column))
      ? columns
      : [...columns, ...telling.slice(0, 1)];
  const excluded = withObject(each(suits));
  const { host } = file;
  const hosted = host && has(host) && fillOf(host) === 'all' ? host : null;
  const [first = ''] = excluded;
  const saysWhat = file.objects.includes(first) || (own.includes(first) && !WHO.test(first));
  const least = hosted && saysWhat ? 1 : LEAST;
  const isExcluding = suits.length > 0 && excluded.length >= least;
  // What is left out is counted, so that its values can be seen.
  const columns = isExcluding
    ? excluded
    : withObject(each([...suits, ...others]).slice(0, COLUMNS));
  if (!has(time)) return null;
  if (columns.length === 0) return otherwiseLines(file, query, { has, time, host: hosted });
  const making = (names: readonly string[]) => {
    const texts = names.flatMap((name) => made.get(name) ?? []);
    return texts.length > 0 ? [`| extend ${texts.join(', ')}`] : [];
  };
  return {
    survey: surveyOf(columns, { making: making(columns), host: hosted, time }),
    exclusion: isExcluding
      ? exclusionOf(excluded, {
          making: making(excluded),
          host: hosted,
          texts: [...file.texts, ...made.keys()],
        })
      : null,
  };
}

/** The lines by what a file names for results without its usual columns; null if it names nothing for this one. */
function otherwiseLines(
  { otherwise }: PivotFile,
  { product }: FollowedQuery,
  { has, time, host }: { has: (column: string) => boolean; time: string; host: string | null },
): TuningLines | null {
  const found = otherwise.find(
    ({ products, from }) =>
      (!products || (product && products.includes(product))) && from.every(has),
  );
  if (!found) return null;
  const { lines, columns } = found;
  const making = lines === undefined ? [] : [lines.trimEnd()];
  const exclusion =
    columns.length < LEAST ? null : exclusionOf(columns, { making, host, texts: columns });
  return { survey: surveyOf(columns, { making, host, time }), exclusion };
}

interface Parts {
  readonly making: readonly string[];
  readonly host: string | null;
  readonly time: string;
}

function surveyOf(columns: readonly string[], { making, host, time }: Parts): string {
  const hosts = host ? `, Hosts = dcount(${host})` : '';
  return [
    '// How often each combination matched, the most frequent first',
    ...making,
    `| summarize Matches = count()${hosts}, First = min(${time}), Last = max(${time})`,
    `    by ${columns.join(', ')}`,
    '| order by Matches desc',
  ].join('\n');
}

const isMade = (text: string) => text.includes(' = ');
const nameOf = (text: string) => text.split(' = ', 1)[0] ?? text;

/**
 * Which columns a query's filters test, and to which they leave one value; of columns that are the same, both. A query
 * makes `A_` of a column `A`.
 */
function limits({ same }: PivotFile, facts: QueryFacts | null) {
  const withSame = (found: readonly string[]) => {
    const columns = [...found, ...found.map((column) => column.replace(/_$/, ''))];
    return new Set([
      ...columns,
      ...same.flatMap(([one, other]) => (columns.includes(one) ? other : [])),
    ]);
  };
  const tested = withSame(facts?.tests ?? []);
  const left = (is: (value: string) => boolean) =>
    withSame(
      (facts?.left ?? [])
        .filter(({ values }) => values.length === 1 && values.every(is))
        .map(({ column }) => column),
    );
  const fixed = left(isWhole);
  const oneValue = left((value) => !value.startsWith('*'));
  return {
    isTested: (column: string) => tested.has(column),
    /** One file or key, wherever it is. */
    isFixed: (column: string) => fixed.has(column),
    isOneValue: (column: string) => oneValue.has(column),
  };
}

/** The end of a path from a separator on names one file or key; any other end is no more than a kind. */
const isWhole = (value: string) => !value.startsWith('*') || /^\*[\\/]/.test(value);

const freeFirst = (columns: readonly string[], isTested: (column: string) => boolean) => [
  ...columns.filter((column) => !isTested(column)),
  ...columns.filter(isTested),
];

function exclusionOf(
  columns: readonly string[],
  { making, host, texts }: Omit<Parts, 'time'> & { readonly texts: readonly string[] },
): string {
  const tests = [...columns, ...(host ? [host] : [])].map(
    (column) => `${column} =~ ${blank(column, texts)}`,
  );
  return [
    '// Leaves out one combination that you know; add a line for each further one',
    ...(host && columns.length >= LEAST
      ? [`// Drop ${host} only if the same is honest on every host`]
      : []),
    ...making,
    `| where not(${tests.join(' and ')})`,
  ].join('\n');
}
