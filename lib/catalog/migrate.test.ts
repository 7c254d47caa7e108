import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCatalog } from './client';
import { databaseAt } from './database';
import { listMigrations } from './file/migrations';
import { migrateCatalog, openEngine } from './migrate';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-migrate-'));
  file = path.join(folder, 'new', 'catalog.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function tables(): string[] {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  database.close();
  return rows.map((row) => (row as { name: string }).name);
}

describe('migrateCatalog', () => {
  it('creates a catalog in write-ahead mode that the client can read', async () => {
    const applied = await migrateCatalog(file);
    expect(applied).toEqual(listMigrations().map(({ name }) => name));
    const catalog = openCatalog(file);
    expect(await catalog.rule.count()).toBe(0);
    expect(await catalog.$queryRaw`PRAGMA journal_mode`).toEqual([{ journal_mode: 'wal' }]);
    await catalog.$disconnect();
  });

  it('applies nothing to a current catalog', async () => {
    await migrateCatalog(file);
    expect(await migrateCatalog(file)).toEqual([]);
  });

  it('applies a later migration and keeps the rows', async () => {
    await migrateCatalog(file);
    const catalog = openCatalog(file);
    await catalog.cache.create({ data: { key: 'a', value: new Uint8Array([1]) } });
    await catalog.$disconnect();
    const later = { name: '29990101000000_later', script: 'CREATE TABLE "Later" ("id" INTEGER);' };
    expect(await migrateCatalog(file, [...listMigrations(), later])).toEqual([later.name]);
    expect(tables()).toContain('Later');
    const after = openCatalog(file);
    expect(await after.cache.count()).toBe(1);
    await after.$disconnect();
  });

  it('leaves the catalog unchanged if a migration fails, and can be tried again', async () => {
    const first = listMigrations();
    const bad = {
      name: '29990101000000_bad',
      script: 'CREATE TABLE "Half" ("id" INTEGER); CREATE TABLE "Rule" ("id" INTEGER);',
    };
    await expect(migrateCatalog(file, [...first, bad])).rejects.toThrow(/already exists/);
    expect(tables()).toEqual([]);
    expect(await migrateCatalog(file)).toEqual(first.map(({ name }) => name));
  });

  it('rejects a catalog of a newer version', async () => {
    const later = { name: '29990101000000_later', script: 'CREATE TABLE "Later" ("id" INTEGER);' };
    await migrateCatalog(file, [...listMigrations(), later]);
    await expect(migrateCatalog(file)).rejects.toThrow(/29990101000000_later/);
  });

  it('can be read, and not written, where a newer version has only added something', async () => {
    const later = {
      name: '29990101000000_later_addition',
      script: 'CREATE TABLE "Later" ("id" INTEGER);',
    };
    await migrateCatalog(file, [...listMigrations(), later]);
    const database = databaseAt(file);
    expect(await database.inspect()).toBeNull();
    expect(await database.whyReadOnly()).toMatch(/newer/);
    await expect(migrateCatalog(file)).rejects.toThrow(/29990101000000_later_addition/);
  });

  it('lets one of two processes migrate and the other find it done', async () => {
    const script = `import('./lib/catalog/migrate.ts').then(async ({ migrateCatalog }) =>
      process.stdout.write((await migrateCatalog(${JSON.stringify(file)})).join('\\n') + '\\n'))`;
    const run = () => promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', script]);
    const results = await Promise.all([run(), run()]);
    const applied = results.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean));
    expect(applied.sort()).toEqual(listMigrations().map(({ name }) => name));
  });
});

/**
 * Tables with their columns, keys and indexes, in the order of their names: a later migration adds at the end.
 * Without the indexes that SQLite makes for primary keys, which a table WITHOUT ROWID has none of.
 */
function structureOf(scripts: readonly string[]): unknown[] {
  const database = new Database(':memory:');
  // As migrateCatalog does.
  database.pragma('foreign_keys = OFF');
  for (const script of scripts) database.exec(script);
  return database
    .prepare(
      `SELECT m.name AS parent, 'column' AS kind, c.name, c.type, c."notnull", c.dflt_value, c.pk
         FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
       UNION ALL
       SELECT m.name, 'key', f."from", f."table", f."to", f.on_delete, f.on_update
         FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
       UNION ALL
       SELECT m.tbl_name, 'index', m.name, m.sql, NULL, NULL, NULL
         FROM sqlite_master m WHERE m.type = 'index' AND m.sql NOTNULL
       ORDER BY 1, 2, 3`,
    )
    .all();
}

describe('the migrations', () => {
  it('create the tables that the schema describes', async () => {
    const connections = new PrismaBetterSqlite3({ url: ':memory:' });
    const engine = await openEngine(() => connections.connect());
    const content = readFileSync('prisma/schema.prisma', 'utf8');
    const script = await engine.scriptOf(content);
    engine.free();
    const scripts = listMigrations()
      .filter(({ name }) => !name.endsWith('_search'))
      .map(({ script }) => script);
    expect(structureOf(scripts)).toEqual(structureOf([script]));
  });
});
