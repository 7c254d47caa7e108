import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type IndexColumns, type IndexRows, indexRows, ROWS_AT_A_TIME } from '../index-rows';

const BUSY_TIMEOUT_MS = 30_000;

const COLUMNS: IndexColumns = {
  flag: (column) => column,
  time: (column) => column,
  firstLine: (column) => `substr(${column}, 1, instr(${column} || char(10), char(10)) - 1)`,
};

/** Reads over a connection of its own, so that a server answers between the rows. */
export async function withSqliteRows<Result>(
  file: string,
  use: (rows: IndexRows) => Promise<Result>,
): Promise<Result> {
  const options = { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS };
  const database = new Database(file, options);
  try {
    database.exec('BEGIN');
    async function* all<Row>(sql: string): AsyncGenerator<readonly Row[]> {
      let some: Row[] = [];
      for (const row of database.prepare(sql).iterate()) {
        some.push(row as Row);
        if (some.length < ROWS_AT_A_TIME) continue;
        yield some;
        some = [];
        await setImmediate();
      }
      yield some;
    }
    return await use(indexRows(COLUMNS, all));
  } finally {
    database.close();
  }
}
