import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrateCatalog } from '../migrate';

let folder: string;
let umask: number;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-private-'));
  umask = process.umask(0);
});
afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true, force: true });
});

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

it('makes folder, catalog and side files for their owner only, whatever the umask is', async () => {
  const file = path.join(folder, 'data', 'catalog.db');
  await migrateCatalog(file);
  const database = new Database(file);
  database.exec("INSERT INTO Cache VALUES ('a', 'b')");
  expect(modeOf(path.dirname(file))).toBe('700');
  const modes = readdirSync(path.dirname(file))
    .sort()
    .map((name) => [name, modeOf(path.join(folder, 'data', name))]);
  database.close();
  expect(modes).toEqual([
    ['catalog.db', '600'],
    ['catalog.db-shm', '600'],
    ['catalog.db-wal', '600'],
  ]);
});

it('closes an existing catalog to others, and leaves its folder as it is', async () => {
  chmodSync(folder, 0o755);
  const file = path.join(folder, 'catalog.db');
  await migrateCatalog(file);
  chmodSync(file, 0o664);
  await migrateCatalog(file);
  expect(modeOf(file)).toBe('600');
  expect(modeOf(folder)).toBe('755');
});
