import type { TableRow } from '@/lib/events';
import { type Checker, type Columns, quoteName, type Schemas, sourcesOf } from '@/lib/kql';
import type { Target } from '@/lib/target';
import { plainLine } from '@/lib/text/plain-text';
import { cellText } from './cell-text';

/** Rows on which a query must fire, or stay silent. */
export interface ProofCase {
  readonly name: string;
  readonly expected: boolean;
  readonly rows: readonly TableRow[];
}

export interface TenantProof {
  /** Ready to be pasted; the header of the query is not part of it. */
  readonly kql: string;
  readonly matches: number;
  readonly misses: number;
}

/** The column that says which case a row belongs to, and the names of the proof's own tables. */
const CASE = 'ProofCase';
const CASES = 'ProofCases';
const FOUND = 'ProofFound';

/**
 * A query that proves another one wherever it is pasted: the rows of its cases stand in for the tables,
 * so that it reads nothing of the tenant. Its result is one row with a verdict, and the names of the cases
 * that came out otherwise than expected. Null if the query's result does not lead back to its cases, and
 * it reads an ASIM parser, which no function can take as an argument.
 */
export function tenantProof(
  kql: string,
  target: Target,
  cases: readonly ProofCase[],
  { schemas, checker }: { readonly schemas: Schemas; readonly checker: Checker },
): TenantProof | null {
  const tables = tablesRead(kql, cases, sourcesOf(schemas, target));
  const body = checker.describe(kql, target).body;
  const statements = { before: kql.slice(0, body), query: kql.slice(body) };
  const whole = (parts: readonly string[]) =>
    `${[expectedOf(cases), ...parts, VERDICT].join('\n')}\n`;
  const shadowed = whole([
    ...tables.map((table) => inPlaceOf(table, shadowOf(table, cases))),
    `// The query\n${statements.before}let ${FOUND} = ${statements.query.trimEnd()}\n| distinct ${CASE};`,
  ]);
  const counts = {
    matches: cases.filter(({ expected }) => expected).length,
    misses: cases.filter(({ expected }) => !expected).length,
  };
  const isClean = (text: string) =>
    checker.check(text, target).every(({ severity }) => severity !== 'error');
  if (isClean(shadowed)) return { kql: shadowed, ...counts };
  if (tables.some(({ isParser }) => isParser)) return null;
  const called = whole([
    ...tables.map((table) =>
      inPlaceOf(table, `let ${rowsName(table)} = ${dataTable(table, cases)}`),
    ),
    `// The query\nlet ProofQuery = (${tables.map(parameterOf).join(', ')})\n{\n${kql.trimEnd()}\n};`,
    `let ${FOUND} = union\n${cases.map((_, at) => `    ${callOf(at + 1, tables)}`).join(',\n')};`,
  ]);
  return isClean(called) ? { kql: called, ...counts } : null;
}

interface ReadTable {
  readonly name: string;
  /** Of its columns those that the query names; all that have a value if it looks into every column. */
  readonly columns: Columns;
  /** Of a parser that the query calls, those that it names; null of a table, and of a parser without a call. */
  readonly parameters: Columns | null;
  readonly isParser: boolean;
}

/** Tables and parsers that the query names, with what the proof needs of their columns. */
function tablesRead(
  kql: string,
  cases: readonly ProofCase[],
  sources: ReturnType<typeof sourcesOf>,
): ReadTable[] {
  const words = new Set(kql.match(/\w+/g));
  const looksEverywhere = /\* (?:has|contains|startswith|endswith|matches)|\bsearch /.test(kql);
  return [...sources].flatMap(([name, { columns, parameters }]) => {
    if (!words.has(name)) return [];
    const filled = new Set(
      cases.flatMap(({ rows }) =>
        rows.flatMap(({ table, row }) => (table === name ? Object.keys(row) : [])),
      ),
    );
    const needed = Object.entries(columns).filter(
      ([column]) => words.has(column) || (looksEverywhere && filled.has(column)),
    );
    const isCalled = parameters !== null && new RegExp(`\\b${name}\\s*\\(`).test(kql);
    const named = Object.entries(parameters ?? {}).filter(([parameter]) => words.has(parameter));
    return {
      name,
      columns: Object.fromEntries(needed),
      parameters: isCalled ? Object.fromEntries(named) : null,
      isParser: parameters !== null,
    };
  });
}

function inPlaceOf({ name }: ReadTable, statement: string): string {
  return `// Rows in place of ${name}\n${statement};`;
}

/** A `let` that takes the place of a table, or of a parser with the parameters that the query gives it. */
function shadowOf(table: ReadTable, cases: readonly ProofCase[]): string {
  const rows = dataTable(table, cases);
  if (table.parameters === null) return `let ${quoteName(table.name)} = ${rows}`;
  const parameters = Object.entries(table.parameters).map(
    ([name, type]) => `${name}: ${type} = ${type === 'dynamic' ? 'dynamic([])' : defaultOf(type)}`,
  );
  return `let ${table.name} = (${parameters.join(', ')})\n{\n${rows}\n}`;
}

function defaultOf(type: string): string {
  return type === 'string' ? '"*"' : `${type}(null)`;
}

function dataTable({ name, columns }: ReadTable, cases: readonly ProofCase[]): string {
  const list = Object.entries(columns);
  const head = [`${CASE}: long`, ...list.map(([column, type]) => `${quoteName(column)}: ${type}`)];
  const rows = cases.flatMap((one, at) =>
    one.rows
      .filter(({ table }) => table === name)
      .map(({ row }) =>
        [String(at + 1), ...list.map(([column, type]) => cellText(row[column], type))].join(', '),
      ),
  );
  return `datatable(${head.join(', ')})\n[\n${rows.map((row) => `    ${row},\n`).join('')}]`;
}

function rowsName({ name }: ReadTable): string {
  return `ProofRows_${name}`;
}

function parameterOf({ name, columns }: ReadTable): string {
  const list = Object.entries(columns).map(([column, type]) => `${quoteName(column)}: ${type}`);
  return `${quoteName(name)}: (${list.join(', ')})`;
}

function callOf(place: number, tables: readonly ReadTable[]): string {
  const rows = tables.map((table) => {
    const columns = Object.keys(table.columns).map(quoteName).join(', ');
    return `(${rowsName(table)} | where ${CASE} == ${place} | project ${columns})`;
  });
  return `(ProofQuery(${rows.join(', ')}) | take 1 | project ${CASE} = long(${place}))`;
}

function expectedOf(cases: readonly ProofCase[]): string {
  const rows = cases.map(
    ({ name, expected }, at) =>
      `    ${at + 1}, ${expected}, ${cellText(plainLine(name, 'value'), 'string')},\n`,
  );
  return `// What the query must find (true) and must not (false)\nlet ${CASES} = datatable(${CASE}: long, Expected: bool, Name: string)\n[\n${rows.join('')}];`;
}

const VERDICT = `// The verdict, in one row\n${CASES}
| extend Fires = ${CASE} in (${FOUND})
| summarize
    Cases = count(),
    AsExpected = countif(Fires == Expected),
    Otherwise = make_list_if(strcat(iff(Fires, "Found: ", "Not found: "), Name), Fires != Expected)
| project
    Verdict = iff(AsExpected == Cases, "Passed: the query works here as it was proven", "Failed: see Otherwise"),
    Cases,
    AsExpected,
    Otherwise`;
