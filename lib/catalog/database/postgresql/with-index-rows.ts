import { type IndexColumns, type IndexRows, indexRows, ROWS_AT_A_TIME } from '../index-rows';
import { connect } from './connection';

const COLUMNS: IndexColumns = {
  flag: (column) => `${column}::int`,
  time: (column) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  firstLine: (column) => `split_part(${column}, chr(10), 1)`,
};

/** Reads in one snapshot, over a connection of its own. */
export async function withPostgresqlRows<Result>(
  address: string,
  use: (rows: IndexRows) => Promise<Result>,
): Promise<Result> {
  const client = await connect(address);
  let cursors = 0;
  async function* all<Row>(sql: string): AsyncGenerator<readonly Row[]> {
    const cursor = `rows_${++cursors}`;
    await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`);
    for (;;) {
      const { rows } = await client.query(`FETCH ${ROWS_AT_A_TIME} FROM ${cursor}`);
      if (rows.length === 0) break;
      yield rows as Row[];
    }
    await client.query(`CLOSE ${cursor}`);
  }
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await use(indexRows(COLUMNS, all));
  } finally {
    await client.end();
  }
}
