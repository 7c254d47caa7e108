import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CatalogFixture, makeCatalog } from './catalog-fixture';
import { compactCatalog } from './compact-catalog';
import { truncateLog } from './truncate-log';

let fixture: CatalogFixture;
let database: Database.Database;
beforeEach(async () => {
  fixture = await makeCatalog();
  database = new Database(fixture.file);
  const insert = database.prepare('INSERT INTO Cache VALUES (?, ?)');
  for (let key = 0; key < 100; key++) insert.run(String(key), Buffer.alloc(50_000));
});
afterEach(() => {
  database.close();
  fixture.remove();
});

const count = (of: Database.Database) => of.prepare('SELECT count(*) FROM Cache').pluck().get();

it('makes the file smaller when a large part of it is empty, and keeps the rows', async () => {
  database.exec('DELETE FROM Cache WHERE CAST(key AS INTEGER) >= 10');
  await truncateLog(fixture.file);
  const before = statSync(fixture.file).size;
  expect(compactCatalog(fixture.file)).toBe(true);
  await truncateLog(fixture.file);
  expect(statSync(fixture.file).size).toBeLessThan(before / 3);
  expect(count(database)).toBe(10);
});

it('does not disturb who reads', () => {
  database.exec('DELETE FROM Cache WHERE CAST(key AS INTEGER) >= 10');
  const reader = new Database(fixture.file, { readonly: true });
  reader.exec('BEGIN');
  expect(count(reader)).toBe(10);
  expect(compactCatalog(fixture.file)).toBe(true);
  expect(count(reader)).toBe(10);
  reader.close();
});

it('leaves a file of which little is empty', () => {
  database.exec('DELETE FROM Cache WHERE CAST(key AS INTEGER) >= 90');
  expect(compactCatalog(fixture.file)).toBe(false);
});
