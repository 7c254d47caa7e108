import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CatalogFixture, makeCatalog } from './catalog-fixture';
import { setAsideDamaged } from './set-aside';

const NOW = new Date('2026-11-28T18:00:00.123Z');

let catalog: CatalogFixture;
let file: string;
beforeEach(async () => {
  catalog = await makeCatalog();
  file = catalog.file;
});
afterEach(() => catalog.remove());

it('leaves a whole catalog where it is', async () => {
  expect(await setAsideDamaged(file, NOW)).toBeNull();
  expect(existsSync(file)).toBe(true);
});

it('leaves a missing catalog to the migration', async () => {
  rmSync(file);
  expect(await setAsideDamaged(file, NOW)).toBeNull();
});

it('renames a damaged catalog and keeps every byte', async () => {
  const bytes = 'no database '.repeat(999);
  writeFileSync(file, bytes);
  const aside = await setAsideDamaged(file, NOW);
  expect(aside).toEqual({
    movedTo: `${file}.damaged-2026-11-28T180000Z`,
    damage: 'file is not a database',
  });
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(`${file}.damaged-2026-11-28T180000Z`, 'utf8')).toBe(bytes);
});

it('keeps a log whose catalog is gone, which SQLite would delete', async () => {
  const database = new Database(file);
  database.exec("INSERT INTO Cache VALUES ('a', 'b')");
  const log = readFileSync(`${file}-wal`);
  rmSync(file);
  await setAsideDamaged(file, NOW);
  database.close();
  expect(readdirSync(catalog.folder)).toContain('catalog.db.damaged-2026-11-28T180000Z-wal');
  expect(readFileSync(`${file}.damaged-2026-11-28T180000Z-wal`).equals(log)).toBe(true);
});
