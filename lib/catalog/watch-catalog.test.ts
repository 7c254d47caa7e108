import { copyFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { getCatalog } from './client';
import { type CatalogFixture, makeCatalog, overwrite } from './file/catalog-fixture';
import { CatalogUnavailable } from './file/problem';
import { getRuleIndex } from './get-rule-index';
import { migrateCatalog } from './migrate';
import { catalogProblem } from './watch-catalog';

const LOOK_MS = 300;

let catalog: CatalogFixture;
let file: string;
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  catalog = await makeCatalog();
  file = catalog.file;
  vi.stubEnv('DATABASE_URL', `file:${file}`);
  await addTactic('Before');
  expect(await tactics()).toEqual(['Before']);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  catalog.remove();
});

/** In the memory of the pages. */
const tactics = async () => (await getRuleIndex()).tactics.map(({ name }) => name);

async function addTactic(name: string): Promise<void> {
  const database = new Database(file);
  database
    .prepare("INSERT INTO Tactic (id, shortName, name, url, position) VALUES (?, ?, ?, '', 0)")
    .run(name, name, name);
  database.close();
}

/** Makes a catalog in the place of one that is gone. */
async function makeAnother(): Promise<void> {
  await migrateCatalog(file);
  await addTactic('After');
  await setTimeout(LOOK_MS);
}

describe('a catalog that is served', () => {
  it.each([
    ['missing', 'only the catalog is deleted', () => rmSync(file)],
    ['missing', 'the catalog is deleted with its side files', removeAll],
    ['missing', 'its folder is gone', () => rmSync(catalog.folder, { recursive: true })],
    ['damaged', 'it is cut off', () => truncateSync(file, 8192)],
    ['damaged', 'it is overwritten', () => overwrite(file, 0, 'no database '.repeat(999))],
  ])('is %s when %s, and a new one is served in its place', async (kind, _what, spoil) => {
    spoil();
    await setTimeout(LOOK_MS);
    expect((await catalogProblem())?.kind).toBe(kind);
    expect(() => getCatalog()).toThrow(CatalogUnavailable);
    await expect(getRuleIndex()).rejects.toThrow(/npm run ingest/);
    removeAll();
    await makeAnother();
    expect(await catalogProblem()).toBeNull();
    expect(await tactics()).toEqual(['After']);
  });

  it('is the new one when another takes its place, though both have the same last sync', async () => {
    renameSync(file, `${file}.old`);
    removeAll();
    await makeAnother();
    expect(await tactics()).toEqual(['After']);
    expect(await catalogProblem()).toBeNull();
  });

  it('is read anew when its log was deleted', async () => {
    await setTimeout(LOOK_MS);
    expect(await catalogProblem()).toBeNull();
    const before = getCatalog();
    rmSync(`${file}-wal`);
    rmSync(`${file}-shm`);
    await setTimeout(LOOK_MS);
    expect(getCatalog()).not.toBe(before);
  });

  it('keeps its connection while nothing happens, and while others write', async () => {
    const before = getCatalog();
    await addTactic('Another');
    await setTimeout(LOOK_MS);
    expect(getCatalog()).toBe(before);
    await setTimeout(LOOK_MS);
    expect(getCatalog()).toBe(before);
  });

  it('is unavailable as soon as a query meets damage', async () => {
    await getCatalog().$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
    damagePageOf('Tactic');
    await setTimeout(LOOK_MS);
    await getCatalog()
      .tactic.findMany()
      .catch(() => {});
    await vi.waitFor(async () => expect((await catalogProblem())?.kind).toBe('damaged'), 60_000);
  });

  it('is unavailable soon after damage that no query meets', async () => {
    await getCatalog().$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
    damagePageOf('Technique');
    await vi.waitFor(async () => expect((await catalogProblem())?.kind).toBe('damaged'), 60_000);
    copyFileSync(path.join(catalog.folder, 'whole.db'), `${file}.new`);
    removeAll();
    renameSync(`${file}.new`, file);
    await vi.waitFor(async () => expect(await catalogProblem()).toBeNull(), 60_000);
    expect(await tactics()).toEqual(['Before']);
  });
});

function removeAll(): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

function damagePageOf(table: string): void {
  copyFileSync(file, path.join(catalog.folder, 'whole.db'));
  const database = new Database(file, { readonly: true });
  const page = database
    .prepare('SELECT rootpage FROM sqlite_master WHERE name = ?')
    .pluck()
    .get(table) as number;
  const bytes = database.pragma('page_size', { simple: true }) as number;
  database.close();
  overwrite(file, (page - 1) * bytes, Buffer.alloc(64, 0xff));
}

it('says missing for a file that was never there', async () => {
  vi.stubEnv('DATABASE_URL', `file:${catalog.folder}/no/catalog.db`);
  expect((await catalogProblem())?.kind).toBe('missing');
  writeFileSync(path.join(catalog.folder, 'no'), '');
  vi.stubEnv('DATABASE_URL', `file:${catalog.folder}/no/other.db`);
  expect((await catalogProblem())?.kind).toBe('missing');
});
