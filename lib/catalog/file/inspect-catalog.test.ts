import { chmodSync, copyFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CatalogFixture, makeCatalog, overwrite, withoutPrivileges } from './catalog-fixture';
import { inspectCatalog } from './inspect-catalog';
import { listMigrations } from './migrations';
import { problemKindOf } from './problem';
import { verifyCatalog } from './verify-catalog';

let catalog: CatalogFixture;
let file: string;
beforeEach(async () => {
  catalog = await makeCatalog();
  file = catalog.file;
});
afterEach(() => catalog.remove());

function run(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

describe('inspectCatalog', () => {
  it('finds nothing wrong with a current catalog', () => {
    expect(inspectCatalog(file)).toBeNull();
  });

  it.each([
    ['missing', 'is deleted', () => rmSync(file)],
    ['missing', 'is deleted with its folder', () => rmSync(catalog.folder, { recursive: true })],
    ['missing', 'is empty', () => truncateSync(file)],
    ['damaged', 'is cut off', () => truncateSync(file, 8192)],
    ['damaged', 'is another kind of file', () => writeFileSync(file, 'no database '.repeat(999))],
    ['damaged', 'has other first bytes', () => overwrite(file, 0, 'SQLite formad 3')],
    ['damaged', 'has noise for a schema', () => overwrite(file, 100, Buffer.alloc(3900, 0xa5))],
    ['older', 'lacks a migration', () => run('DELETE FROM _prisma_migrations')],
    [
      'newer',
      'has a migration that is not known',
      () => run("UPDATE _prisma_migrations SET migration_name = '29990101000000_later'"),
    ],
  ])('calls a catalog %s that %s', (kind, _what, spoil) => {
    spoil();
    const problem = inspectCatalog(file);
    expect(problem?.kind).toBe(kind);
    expect(problem?.next).toContain(problem?.command);
  });

  it('calls a database of another program foreign', () => {
    rmSync(file);
    run('CREATE TABLE Accounts (id INTEGER)');
    expect(inspectCatalog(file)?.kind).toBe('foreign');
  });

  it('calls a folder in its place unreadable', () => {
    rmSync(file);
    mkdirSync(file);
    expect(inspectCatalog(file)?.kind).toBe('unreadable');
  });

  it('calls a file unreadable that its permissions close', () => {
    chmodSync(catalog.folder, 0o755);
    chmodSync(file, 0o000);
    // Only root may read the repository where its folder is closed, as that of `mktemp -d` is.
    const migrations = listMigrations();
    expect(withoutPrivileges(() => inspectCatalog(file, migrations))?.kind).toBe('unreadable');
  });

  it('names the schema it expects', () => {
    const later = { name: '29990101000000_later', script: '' };
    expect(inspectCatalog(file, [...listMigrations(), later])?.kind).toBe('older');
  });
});

describe('problemKindOf', () => {
  const errorOf = (task: () => void): unknown => {
    try {
      task();
    } catch (error) {
      return error;
    }
    throw new Error('The task was expected to fail');
  };

  it('recognizes a full disk', () => {
    const database = new Database(file);
    const pages = database.pragma('page_count', { simple: true });
    database.pragma(`max_page_count = ${pages}`);
    const value = 'x'.repeat(5_000_000);
    const fill = () => database.prepare('INSERT INTO Cache VALUES (?, ?)').run('key', value);
    expect(problemKindOf(errorOf(fill))).toBe('full');
    database.close();
  });

  it('recognizes a catalog that cannot be written', () => {
    chmodSync(catalog.folder, 0o755);
    chmodSync(file, 0o444);
    const write = () => run("INSERT INTO Cache VALUES ('a', 'b')");
    expect(problemKindOf(errorOf(() => withoutPrivileges(write)))).toBe('readonly');
  });

  it('says nothing of an error with another cause', () => {
    expect(problemKindOf(new TypeError('undefined is not a function'))).toBeNull();
    expect(problemKindOf(null)).toBeNull();
  });
});

describe('verifyCatalog', () => {
  it('finds nothing wrong with a whole catalog', async () => {
    expect(await verifyCatalog(file)).toBeNull();
  });

  it('finds damage where inspectCatalog does not look', async () => {
    run(
      "INSERT INTO Cache SELECT value, hex(randomblob(900)) FROM json_each('[1,2,3,4,5,6,7,8,9]')",
    );
    const whole = path.join(catalog.folder, 'whole.db');
    run('PRAGMA wal_checkpoint(TRUNCATE)');
    copyFileSync(file, whole);
    const database = new Database(file, { readonly: true });
    const page = database
      .prepare("SELECT rootpage FROM sqlite_master WHERE name = 'Cache'")
      .pluck()
      .get() as number;
    const bytes = database.pragma('page_size', { simple: true }) as number;
    database.close();
    overwrite(file, (page - 1) * bytes, Buffer.alloc(64, 0xff));
    expect(inspectCatalog(file)).toBeNull();
    expect(await verifyCatalog(file)).toMatch(/Tree|page|malformed/i);
    expect(await verifyCatalog(whole)).toBeNull();
  });

  it('reports a file that is not a database as damaged', async () => {
    writeFileSync(file, 'no database '.repeat(999));
    expect(await verifyCatalog(file)).toBe('file is not a database');
  });
});
