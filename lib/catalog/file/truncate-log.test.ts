import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CatalogFixture, makeCatalog } from './catalog-fixture';
import { truncateLog } from './truncate-log';

let catalog: CatalogFixture;
let reader: Database.Database;
beforeEach(async () => {
  catalog = await makeCatalog();
  reader = new Database(catalog.file);
  reader.prepare('SELECT count(*) FROM Cache').get();
});
afterEach(() => {
  reader.close();
  catalog.remove();
});

function write(): void {
  const writer = new Database(catalog.file);
  writer.prepare('INSERT INTO Cache VALUES (?, ?)').run('key', 'x'.repeat(3_000_000));
  writer.close();
}

const logSize = () => statSync(`${catalog.file}-wal`).size;

it('empties the log while another connection has the catalog open', async () => {
  write();
  expect(logSize()).toBeGreaterThan(3_000_000);
  expect(await truncateLog(catalog.file)).toBe(true);
  expect(logSize()).toBe(0);
  expect(reader.prepare('SELECT count(*) FROM Cache').pluck().get()).toBe(1);
});

it('gives up in bounded time while a reader is in a transaction, and loses nothing', async () => {
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM Cache').get();
  write();
  expect(await truncateLog(catalog.file, 20)).toBe(false);
  reader.exec('COMMIT');
  expect(await truncateLog(catalog.file)).toBe(true);
  expect(reader.prepare('SELECT count(*) FROM Cache').pluck().get()).toBe(1);
});
