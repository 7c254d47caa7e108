import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseAt, openDatabase } from '..';
import { emptyDatabase, HAS_SERVER, type TestDatabase } from '../database-fixture';

let database: TestDatabase;
beforeEach(async () => {
  database = await emptyDatabase('', 'postgresql');
});
afterEach(() => database.remove());

/** More than the connections of a process. */
const MANY = 15;

describe.runIf(HAS_SERVER)('a process that asks more than it has connections', () => {
  it('waits for one, although each is busy for longer than a connection may take to open', async () => {
    const catalog = openDatabase(databaseAt(database.address));
    const asked = Array.from(
      { length: MANY },
      () => catalog.$queryRaw<{ one: number }[]>`SELECT 1 AS one FROM pg_sleep(6)`,
    );
    const answers = await Promise.all(asked);
    expect(answers.map(([row]) => row?.one)).toEqual(Array(MANY).fill(1));
    await catalog.$disconnect();
  });
});
