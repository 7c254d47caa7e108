import { Prisma } from '../../catalog/generated/client';
import type { ColumnValue } from '../store/types';
import type { SyncWrite } from './outcome';

export type Table = Prisma.ModelName;

type CreateMany<Name extends Table> =
  Prisma.TypeMap['model'][Name]['operations']['createMany']['args']['data'];

/** A row of a table. */
export type Row<Name extends Table> = Exclude<CreateMany<Name>, readonly unknown[]>;

/** Every column of a table, as the schema has them. */
export function columnsOf(table: Table): readonly string[] {
  const enums = Prisma as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return Object.keys(enums[`${table}ScalarFieldEnum`] ?? {});
}

/** SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535. */
const MAX_PARAMETERS = 32_000;
/** So that the texts of one statement stay small. */
const MAX_ROWS = 1_000;

/**
 * Inserts rows, many with each statement: Prisma's own createMany takes ten times as long to write its statement.
 * Columns that a row lacks take their defaults.
 */
export async function insertRows<Name extends Table>(
  { transaction, writer }: Pick<SyncWrite, 'transaction' | 'writer'>,
  table: Name,
  rows: readonly Row<Name>[],
): Promise<void> {
  for (const [columns, alike] of byColumns(columnsOf(table), rows)) {
    const atOnce = Math.min(MAX_ROWS, Math.floor(MAX_PARAMETERS / columns.length));
    for (let at = 0; at < alike.length; at += atOnce) {
      const some = alike.slice(at, at + atOnce);
      const values = some.flatMap((row) =>
        columns.map((column) => writer.storable(row[column] ?? null)),
      );
      await transaction.$executeRaw(statement(table, columns, values));
    }
  }
}

type Values = Readonly<Record<string, ColumnValue | undefined>>;

/** The rows in groups with the same columns. */
function byColumns(
  all: readonly string[],
  rows: readonly object[],
): readonly (readonly [columns: readonly string[], rows: readonly Values[]])[] {
  const groups = new Map<string, { columns: readonly string[]; rows: Values[] }>();
  for (const row of rows as readonly Values[]) {
    const columns = all.filter((column) => row[column] !== undefined);
    const key = columns.join();
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { columns, rows: [row] });
  }
  return Array.from(groups.values(), (group) => [group.columns, group.rows] as const);
}

function statement(
  table: string,
  columns: readonly string[],
  values: readonly ColumnValue[],
): Prisma.Sql {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const between = values.map((_, at) => (at % columns.length === 0 ? '), (' : ', ')).slice(1);
  return new Prisma.Sql([`INSERT INTO "${table}" (${names}) VALUES (`, ...between, ')'], values);
}
