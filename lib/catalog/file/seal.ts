import type { Database } from 'better-sqlite3';
import { type Digest, differences, digestOf } from './digest';

/*
 * A backup has one table more: the digest of each other table. By it the backup itself shows whether every letter is
 * still as it was, which SQLite's own check does not look at.
 */

const SEAL = '_backup';

/** Writes the digests into a backup. */
export function seal(database: Database, digest: Digest): void {
  database.exec(
    `CREATE TABLE "${SEAL}" ("table" TEXT PRIMARY KEY, "rows" INTEGER NOT NULL, "sha256" TEXT NOT NULL)`,
  );
  const insert = database.prepare(`INSERT INTO "${SEAL}" VALUES (?, ?, ?)`);
  database.transaction(() => {
    for (const [name, { rows, sha256 }] of digest) insert.run(name, rows, sha256);
  })();
}

/** Whether a database is a backup. */
export function isSealed(database: Database): boolean {
  return database.prepare(`SELECT 1 FROM "sqlite_master" WHERE "name" = ?`).get(SEAL) !== undefined;
}

/** The tables of a backup that are not as they were when it was made. */
export function brokenTables(database: Database): string[] {
  const rows = database.prepare(`SELECT "table", "rows", "sha256" FROM "${SEAL}"`).all() as {
    table: string;
    rows: number;
    sha256: string;
  }[];
  const sealed = new Map(
    rows.map(({ table, rows: count, sha256 }) => [table, { rows: count, sha256 }]),
  );
  return differences(sealed, digestOf(database, [SEAL]));
}

/** Makes a catalog of a backup. */
export function unseal(database: Database): void {
  database.exec(`DROP TABLE IF EXISTS "${SEAL}"`);
}
