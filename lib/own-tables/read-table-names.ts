import { isTableName } from './own-tables';

/** What a pasted text says of tables. */
export interface TableNames {
  /** In the order of the text, each once. */
  readonly names: readonly string[];
  /** The first parts of the text that are no name of a table, such as `Quarterly report`. */
  readonly unread: readonly string[];
}

/** What the columns that hold table names are called, in the results of the page's queries and of others. */
const COLUMNS = ['datatype', 'table', 'tablename', 'table_name', '$table', 'type', 'name'];
const MAX_CHARACTERS = 500_000;
const MAX_UNREAD = 20;

/**
 * Reads table names from a text: one on each line, a list with commas, the CSV or TSV of a query's result,
 * or JSON. A header tells which column has the names; without one it is the first.
 */
export function readTableNames(text: string): TableNames {
  const cut = text.slice(0, MAX_CHARACTERS).trim();
  const cells = readJson(cut) ?? readLines(cut);
  const names = new Set<string>();
  const unread = new Set<string>();
  for (const cell of cells) {
    const name = unquote(cell);
    if (isTableName(name)) names.add(name);
    else if (name !== '') unread.add(name.slice(0, 100));
  }
  return { names: [...names], unread: [...unread].slice(0, MAX_UNREAD) };
}

/** The texts of a JSON array, of the named column of its objects, or of an API's `tables`; else null. */
function readJson(text: string): readonly string[] | null {
  if (!/^[[{]/.test(text)) return null;
  try {
    return textsOf(JSON.parse(text));
  } catch {
    return readJsonLines(text);
  }
}

function readJsonLines(text: string): readonly string[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  try {
    return lines.flatMap((line) => textsOf(JSON.parse(line)));
  } catch {
    return null;
  }
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const answer = entries.find(([key]) => /^(tables|results|rows|value)$/i.test(key));
  if ('columns' in value && 'rows' in value) return textsOfTable(value.columns, value.rows);
  const column = columnOf(entries.map(([key]) => key));
  const own = column === -1 ? undefined : entries[column]?.[1];
  if (typeof own === 'string') return [own];
  return answer ? textsOf(answer[1]) : [];
}

/** An answer of the Log Analytics API: names of columns, and rows of values. */
function textsOfTable(columns: unknown, rows: unknown): readonly string[] {
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  const names = columns.map((column) => String((column as { name?: unknown } | null)?.name ?? ''));
  const at = Math.max(0, columnOf(names));
  return rows.flatMap((row) => (Array.isArray(row) ? String(row[at] ?? '') : []));
}

function readLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const rows = lines.filter((line) => line !== '' && !/^(\/\/|#|--)/.test(line));
  const header = rows[0] ?? '';
  const separator = ['\t', ';', ','].find((each) => header.includes(each)) ?? '\t';
  const column = columnOf(cellsOf(header, separator));
  if (column === -1) return rows.flatMap(listOf);
  return rows.slice(1).map((row) => cellsOf(row, separator)[column] ?? '');
}

/** The cells of a row; one between quotation marks can hold the separator. */
function cellsOf(row: string, separator: string): readonly string[] {
  const cell = new RegExp(`(?:^|${separator})("(?:[^"]|"")*"|[^${separator}]*)`, 'g');
  return Array.from(row.matchAll(cell), ([, text = '']) => unquote(text));
}

/**
 * A line without a header above it: the row of a table if it ends with what is no name, such as a number
 * of records, and otherwise a list.
 */
function listOf(row: string): readonly string[] {
  const cells = row.split(/[\t;,]|\s{2,}/).map(unquote);
  const isRow = cells.length > 1 && cells.slice(1).every((cell) => /^[\d.,:%TZ+ -]*$/.test(cell));
  if (isRow) return cells.slice(0, 1);
  return cells.length === 1 && row.split(/\s+/).every((word) => isTableName(unquote(word)))
    ? row.split(/\s+/)
    : cells;
}

function columnOf(cells: readonly string[]): number {
  const lower = cells.map((cell) => cell.toLowerCase());
  const name = COLUMNS.find((each) => lower.includes(each));
  return name === undefined ? -1 : lower.indexOf(name);
}

function unquote(text: string): string {
  return text
    .trim()
    .replace(/^\uFEFF?[-*•]?\s*["'`]?|["'`]?,?$/g, '')
    .trim();
}
