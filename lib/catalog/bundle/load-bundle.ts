import type { KeyObject } from 'node:crypto';
import Database from 'better-sqlite3';
import { removeCatalogFile } from '../file/back-up';
import { checkCatalog } from '../file/check-catalog';
import { Refusal } from '../file/refusal';
import { truncateLog } from '../file/truncate-log';
import { migrateCatalog } from '../migrate';
import { BUNDLED } from './bundled-tables';
import { MAKE_ANOTHER, type Manifest } from './manifest';
import { unpackBundle } from './unpack-bundle';

const BUSY_TIMEOUT_MS = 60_000;

interface LoadOptions {
  readonly key: KeyObject | null;
  readonly version: string;
  /** Whether rows of this installation may go that are about rules which the bundle does not have. */
  readonly acceptRemovals: boolean;
}

/**
 * Replaces what the catalog has of its sources by what a bundle has, in one transaction; readers see the former until
 * it ends. Makes the catalog if there is none. What belongs to this installation stays. Throws a Refusal, and changes
 * nothing, for a bundle that cannot be trusted or used. Call it only while you hold the lock of the catalog.
 */
export async function loadBundle(
  bundle: string,
  file: string,
  { key, version, acceptRemovals }: LoadOptions,
): Promise<Manifest> {
  const unpacked = `${file}.loading-${process.pid}`;
  try {
    const manifest = await unpackBundle(bundle, unpacked, { key, version });
    await migrateCatalog(file);
    demandSound(unpacked, file);
    const database = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    try {
      replace(database, unpacked, acceptRemovals);
    } finally {
      database.close();
    }
    await truncateLog(file);
    return manifest;
  } finally {
    removeCatalogFile(unpacked);
  }
}

/** A bundle that nobody signed may be anybody's: its database has what ours has, and nothing that could act. */
function demandSound(unpacked: string, file: string): void {
  const { damage } = checkCatalog(unpacked);
  const [first] = damage;
  if (first) throw new Refusal(`The catalog in the bundle is damaged. ${first}`, MAKE_ANOTHER);
  const own = schemaOf(file);
  const found = schemaOf(unpacked);
  const isStrange = [...found].some((each) => !own.has(each));
  const lacksTable = BUNDLED.some(
    (name) => ![...found].some((each) => each.startsWith(`table ${name} `)),
  );
  if (isStrange || lacksTable) {
    throw new Refusal(
      'The catalog in the bundle has not exactly what a catalog of this version has',
      MAKE_ANOTHER,
    );
  }
}

function schemaOf(file: string): Set<string> {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return new Set(
      database
        .prepare(
          `SELECT "type" || ' ' || "name" || ' ' || coalesce("sql", '') FROM "sqlite_master"`,
        )
        .pluck()
        .all() as string[],
    );
  } finally {
    database.close();
  }
}

function replace(database: Database.Database, unpacked: string, acceptRemovals: boolean): void {
  // The search's own tables are copied as they are, which takes a tenth of the time of indexing anew.
  database.unsafeMode(true);
  database.pragma('foreign_keys = OFF');
  database.prepare('ATTACH ? AS "bundle"').run(unpacked);
  database.exec('BEGIN IMMEDIATE');
  try {
    const formerSync = lastSyncId(database);
    for (const table of BUNDLED) {
      const columns = (database.pragma(`table_info("${table}")`) as { name: string }[])
        .map(({ name }) => `"${name}"`)
        .join(', ');
      database.exec(`DELETE FROM main."${table}"`);
      database.exec(
        `INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM bundle."${table}"`,
      );
    }
    nameAnew(database, formerSync);
    removeOrphans(database, acceptRemovals);
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function lastSyncId(database: Database.Database): number {
  return database
    .prepare('SELECT coalesce(max("id"), 0) FROM main."SyncRun"')
    .pluck()
    .get() as number;
}

/** Repeats the last sync of the bundle under an id that this catalog has not had, by which a server sees the change. */
function nameAnew(database: Database.Database, formerSync: number): void {
  const id = Math.max(formerSync, lastSyncId(database)) + 1;
  const columns = (database.pragma('table_info("SyncRun")') as { name: string }[])
    .map(({ name }) => `"${name}"`)
    .filter((name) => name !== '"id"')
    .join(', ');
  database.exec(
    `INSERT INTO main."SyncRun" ("id", ${columns}) SELECT ${id}, ${columns} FROM main."SyncRun"
     WHERE "outcome" = 'completed' ORDER BY "id" DESC LIMIT 1`,
  );
}

function removeOrphans(database: Database.Database, acceptRemovals: boolean): void {
  const orphans = database.pragma('main.foreign_key_check') as { table: string; rowid: number }[];
  if (orphans.length > 0 && !acceptRemovals) {
    const tables = [...new Set(orphans.map(({ table }) => table))].join(', ');
    throw new Refusal(
      `${orphans.length} rows of ${tables} are about rules that the bundle does not have`,
      'Nothing was changed. Add --accept-removals to load it and lose them, or back up first.',
    );
  }
  for (const { table, rowid } of orphans) {
    database.prepare(`DELETE FROM main."${table}" WHERE rowid = ?`).run(rowid);
  }
}
