import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import Database from 'better-sqlite3';
import { listMigrations, MIGRATIONS, type Migration, schemaState } from './file/migrations';
import { makePrivate } from './file/private-files';
import { openSchemaEngine, type SchemaEngine, undisposed } from './file/schema-engine';
import { isMigrated } from './file/schema-problem';

const BUSY_TIMEOUT_MS = 60_000;
const PAGE_BYTES = 16_384;

/**
 * Migrates the SQLite file at `file` to the newest schema. Creates the file and its folder if they are
 * missing, and closes the file to other accounts. Returns the names of the migrations that it applied,
 * which are none if the file was up to date. Throws a CatalogUnavailable if a newer Watchfloor or another
 * program created the file.
 */
export async function migrateCatalog(
  file: string,
  migrations: readonly Migration[] = listMigrations(),
): Promise<string[]> {
  makePrivate(file);
  if (isCurrent(file, migrations)) return [];
  const adapterFactory = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: BUSY_TIMEOUT_MS });
  const connection = await adapterFactory.connect();
  try {
    // Only a new file takes it: large pages waste less of what is packed. Decision 0029.
    await connection.executeScript(`PRAGMA page_size = ${PAGE_BYTES}`);
    await connection.executeScript('PRAGMA journal_mode = WAL');
    // Off before the transaction: inside one the pragma does nothing, and dropping a table that a
    // migration rebuilds would delete the rows that refer to it.
    await connection.executeScript('PRAGMA foreign_keys = OFF');
    await connection.executeScript('BEGIN IMMEDIATE');
    const applied = await applyMigrations(connection, migrations);
    await connection.executeScript('COMMIT');
    return applied;
  } finally {
    await connection.dispose();
  }
}

// The engine takes 5 MB to compile. A start with nothing to apply compares the record instead.
function isCurrent(file: string, migrations: readonly Migration[]): boolean {
  const database = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    return isMigrated(schemaState(database, migrations));
  } finally {
    database.close();
  }
}

type Connection = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>;

async function applyMigrations(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<string[]> {
  const engine = await openEngine(async () => connection);
  try {
    return await engine.applyMigrations(MIGRATIONS, migrations);
  } finally {
    engine.free();
  }
}

/** Prisma's schema engine for SQLite, with connections from `connect`. Free it after use. */
export function openEngine(connect: () => Promise<Connection>): Promise<SchemaEngine> {
  const inMemory = new PrismaBetterSqlite3({ url: ':memory:' });
  return openSchemaEngine({
    provider: inMemory.provider,
    adapterName: inMemory.adapterName,
    connect: () => connect().then(undisposed),
    connectToShadowDb: () => inMemory.connectToShadowDb(),
  });
}
