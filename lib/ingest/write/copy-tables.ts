import { createHash } from 'node:crypto';
import type { Transaction } from '@/lib/catalog/database/catalog';
import { Prisma } from '../../catalog/generated/client';
import type { ColumnValue, StoreWriter } from '../store/types';
import { columnsOf, insertRows, type Row, type Table } from './insert-rows';
import { indexRules } from './write-search';

/** What a table holds: how many rows, and a hash of all their values. */
export interface TableContent {
  readonly table: Table;
  readonly rows: number;
  readonly hash: string;
}

/** To which rows of other tables refer. */
const FIRST: readonly Table[] = ['Rule', 'Technique', 'SyncRun'];
const TABLES: readonly Table[] = [
  ...FIRST,
  ...Object.values(Prisma.ModelName).filter((table) => !FIRST.includes(table)),
];
/** The columns of which primary keys are made. Each table has some of them. */
const KEYS = [
  ...['id', 'key', 'ruleId', 'target', 'techniqueId', 'tag', 'shortName'],
  ...['sourceId', 'syncId', 'webhookId'],
];
/** Rows that are in memory at a time. */
const AT_A_TIME = 500;

type Values = Record<string, ColumnValue>;

/**
 * Copies every row of a catalog into an empty one, and reads both again. Returns what each table holds. Throws an
 * Error if a table does not hold the same in both.
 */
export async function copyTables(
  from: Transaction,
  to: Transaction,
  writer: StoreWriter,
  onTable: (copied: TableContent) => void,
): Promise<readonly TableContent[]> {
  const copied: TableContent[] = [];
  for (const table of TABLES) {
    for await (const rows of rowsOf(from, table)) {
      await insertRows({ transaction: to, writer }, table, rows as unknown as Row<Table>[]);
    }
    const before = await contentOf(from, table, writer);
    const after = await contentOf(to, table, writer);
    if (before.rows !== after.rows || before.hash !== after.hash) {
      throw new Error(
        `the table ${table} has ${before.rows} rows with the hash ${before.hash}, and its copy ${after.rows} with ${after.hash}`,
      );
    }
    onTable(after);
    copied.push(after);
  }
  const present = await to.rule.findMany({ where: { removedAt: null }, select: { id: true } });
  await indexRules(
    to,
    writer,
    present.map(({ id }) => id),
  );
  await writer.continueNumbers(to);
  return copied;
}

/** How many rows all tables have together. */
export async function countRows(catalog: Transaction): Promise<number> {
  let sum = 0;
  for (const table of TABLES) sum += await readerOf(catalog, table).count();
  return sum;
}

/** `writer` is of the database that is copied to, which may not take every value as it is. */
async function contentOf(
  catalog: Transaction,
  table: Table,
  writer: StoreWriter,
): Promise<TableContent> {
  const columns = columnsOf(table);
  const hash = createHash('sha256');
  let count = 0;
  for await (const rows of rowsOf(catalog, table)) {
    count += rows.length;
    for (const row of rows) {
      const values = columns.map((column) => hashed(writer.storable(row[column] ?? null)));
      hash.update(`${JSON.stringify(values)}\n`);
    }
  }
  return { table, rows: count, hash: hash.digest('hex') };
}

function hashed(value: ColumnValue) {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

interface Reader {
  count(): Promise<number>;
  findMany(question: {
    orderBy: Readonly<Record<string, 'asc'>>[];
    skip: number;
    take: number;
  }): Promise<Values[]>;
}

/** The rows of a table, in the order of its key, some at a time. */
async function* rowsOf(catalog: Transaction, table: Table): AsyncGenerator<readonly Values[]> {
  const columns = columnsOf(table);
  const orderBy = KEYS.filter((key) => columns.includes(key)).map((key) => ({
    [key]: 'asc' as const,
  }));
  const reader = readerOf(catalog, table);
  for (let skip = 0; ; skip += AT_A_TIME) {
    const rows = await reader.findMany({ orderBy, skip, take: AT_A_TIME });
    if (rows.length > 0) yield rows;
    if (rows.length < AT_A_TIME) return;
  }
}

function readerOf(catalog: Transaction, table: Table): Reader {
  const name = table.charAt(0).toLowerCase() + table.slice(1);
  return (catalog as unknown as Readonly<Record<string, Reader>>)[name] as Reader;
}
