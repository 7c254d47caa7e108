import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, ID, makeFixture, plainRule } from '@/lib/ingest/sync-fixture';
import { backUp } from './back-up';
import { overwrite } from './catalog-fixture';
import { checkCatalog } from './check-catalog';
import { restore } from './restore';

const NOW = new Date('2026-11-30T12:00:00Z');

/** Writes to the catalog without a pause, ten rows in each transaction, until it is killed. */
const WRITER = `
import Database from 'better-sqlite3';
const database = new Database(process.argv[1], { timeout: 10_000 });
const insert = database.prepare('INSERT INTO "Cache" ("key", "value") VALUES (?, ?)');
database.exec('DELETE FROM "Cache"');
const addTen = database.transaction((from) => {
  for (let each = from; each < from + 10; each++) insert.run('k' + each, Buffer.from([0, 65]));
});
for (let from = 0; ; from += 10) {
  addTen.immediate(from);
  if (from === 0) process.stdout.write('writes');
  await new Promise((resolve) => setImmediate(resolve));
}
`;

let fixture: Fixture;
let backup: string;
/** The catalog after one sync, and after another that changed a title. */
const made = { before: Buffer.alloc(0), after: Buffer.alloc(0) };

beforeAll(async () => {
  fixture = makeFixture();
  backup = path.join(fixture.folder, 'a.backup.db');
  fixture.put('rules/a.yml', plainRule(ID.a));
  fixture.put('rules/b.yml', plainRule(ID.b));
  await fixture.sync();
  made.before = readFileSync(fixture.databaseFile);
  fixture.put('rules/a.yml', plainRule(ID.a, { title: 'Changed' }));
  await fixture.sync();
  made.after = readFileSync(fixture.databaseFile);
});
beforeEach(() => use(made.before));
afterAll(() => fixture.remove());

/** Makes one of the catalogs the only file beside the source. */
function use(catalog: Buffer): void {
  for (const name of readdirSync(fixture.folder)) {
    if (name !== 'source' && name !== 'bundle.json') {
      rmSync(path.join(fixture.folder, name), { recursive: true });
    }
  }
  writeFileSync(fixture.databaseFile, catalog);
}

const titles = () =>
  fixture.read(async (catalog) => {
    const rows = await catalog.rule.findMany({ orderBy: { id: 'asc' }, select: { title: true } });
    return rows.map(({ title }) => title);
  });

function query(file: string, sql: string): unknown {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(sql).pluck().get();
  } finally {
    database.close();
  }
}

describe('backUp', () => {
  it('makes one closed file with all rows, which is found sound', async () => {
    const { bytes, rows, tables } = await backUp(fixture.databaseFile, backup);
    expect(statSync(backup)).toMatchObject({ size: bytes });
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(tables).toBeGreaterThan(15);
    expect(rows).toBeGreaterThan(100);
    expect(checkCatalog(backup)).toMatchObject({ damage: [], isBackup: true, rules: 2 });
    const beside = readdirSync(fixture.folder).filter((name) => name.startsWith('a.backup'));
    expect(beside).toEqual(['a.backup.db']);
  });

  it('has all of one moment, although another process writes meanwhile', async () => {
    const writer = spawn(
      process.execPath,
      ['--input-type=module', '--eval', WRITER, fixture.databaseFile],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      await once(writer.stdout, 'data');
      for (let round = 0; round < 3; round++) {
        const file = `${backup}.${round}`;
        await backUp(fixture.databaseFile, file);
        expect(checkCatalog(file).damage).toEqual([]);
        // The writer adds ten rows in each transaction.
        expect(Number(query(file, 'SELECT count(*) FROM "Cache"')) % 10).toBe(0);
      }
    } finally {
      const ended = once(writer, 'exit');
      writer.kill('SIGKILL');
      await ended;
    }
    expect(query(`${backup}.2`, 'SELECT count(*) FROM "Cache"')).not.toBe(
      query(`${backup}.0`, 'SELECT count(*) FROM "Cache"'),
    );
  });

  it('overwrites nothing, and leaves nothing behind where it cannot', async () => {
    writeFileSync(backup, 'mine');
    await expect(backUp(fixture.databaseFile, backup)).rejects.toThrow(/exists/);
    expect(readFileSync(backup, 'utf8')).toBe('mine');
    const foreign = path.join(fixture.folder, 'foreign.db');
    new Database(foreign).exec('CREATE TABLE "Mine" ("id" INTEGER)').close();
    await expect(backUp(foreign, `${backup}.b`)).rejects.toThrow(/another program/);
    expect(readdirSync(fixture.folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('checkCatalog', () => {
  it('does not take a file for damaged that it cannot read', () => {
    expect(() => checkCatalog(fixture.folder)).toThrow(/The catalog file cannot be read/);
  });

  it('finds any changed letter in a backup', async () => {
    await backUp(fixture.databaseFile, backup);
    const whole = readFileSync(backup);
    const at = whole.indexOf('Detects a fixture.');
    expect(at).toBeGreaterThan(0);
    overwrite(backup, at, 'd');
    expect(checkCatalog(backup).damage).toEqual([
      'The table Rule is not as it was when the backup was made',
    ]);
  });

  it('finds a flipped bit in what a rule’s row packs', async () => {
    const text = query(fixture.databaseFile, 'SELECT "raw" FROM "Rule"') as Buffer;
    // The log is in the file once no connection is open.
    const at = readFileSync(fixture.databaseFile).indexOf(text.subarray(10));
    expect(at).toBeGreaterThan(0);
    const [byte = 0] = readFileSync(fixture.databaseFile).subarray(at, at + 1);
    overwrite(fixture.databaseFile, at, Buffer.from([byte ^ 1]));
    const { damage } = checkCatalog(fixture.databaseFile);
    expect(damage).toHaveLength(1);
    expect(damage[0]).toMatch(/^Rule\.raw of [a-c]{8}-\S+ is damaged: /);
  });

  it('finds flipped bits anywhere that they matter in a backup', async () => {
    await backUp(fixture.databaseFile, backup);
    const whole = readFileSync(backup);
    const before = rowsOf(backup);
    let found = 0;
    for (let at = 101; at < whole.length; at += 23_917) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ 0x10;
      writeFileSync(backup, broken);
      if (checkCatalog(backup).damage.length > 0) found++;
      // What is not found is in no row: free space of a page.
      else expect(rowsOf(backup), `the bit at ${at}`).toBe(before);
    }
    expect(found).toBeGreaterThan(5);
  });

  it.each([
    ['in the middle', 0.5],
    ['near the end', 0.99],
  ])('finds a file that is cut off %s', (_, share) => {
    const { size } = statSync(fixture.databaseFile);
    truncateSync(fixture.databaseFile, Math.floor(size * share));
    expect(checkCatalog(fixture.databaseFile).damage[0]).toMatch(/^The file is cut off: it has /);
  });

  it('says of other files that they are none', () => {
    const file = path.join(fixture.folder, 'other');
    writeFileSync(file, 'no database '.repeat(100));
    expect(checkCatalog(file).damage[0]).toMatch(/not a SQLite database/);
    writeFileSync(file, '');
    expect(checkCatalog(file).damage[0]).toMatch(/missing or empty/);
    expect(checkCatalog(`${file}.gone`).damage[0]).toMatch(/missing or empty/);
  });
});

/** All rows of all tables, in a word. */
function rowsOf(file: string): string {
  const database = new Database(file, { readonly: true });
  const names = database
    .prepare(`SELECT "name" FROM "sqlite_master" WHERE "type" = 'table' AND "rootpage" > 0`)
    .pluck()
    .all() as string[];
  const text = JSON.stringify(
    names.map((name) => database.prepare(`SELECT * FROM "${name}"`).raw().all()),
  );
  database.close();
  return text;
}

describe('restore', () => {
  beforeEach(async () => {
    await backUp(fixture.databaseFile, backup);
    const sealed = readFileSync(backup);
    use(made.after);
    writeFileSync(backup, sealed);
  });

  it('overwrites nothing without being told', async () => {
    await expect(
      restore(backup, fixture.databaseFile, { overwrite: false, now: NOW }),
    ).rejects.toThrow(/There is a catalog already/);
    expect(await titles()).toContain('Changed');
  });

  it('puts the backup in the place of the catalog, and keeps that', async () => {
    const { rules, keptAs } = await restore(backup, fixture.databaseFile, {
      overwrite: true,
      now: NOW,
    });
    expect(rules).toBe(2);
    expect(await titles()).not.toContain('Changed');
    expect(query(String(keptAs), `SELECT count(*) FROM "Rule" WHERE "title" = 'Changed'`)).toBe(1);
    expect(query(fixture.databaseFile, `PRAGMA journal_mode`)).toBe('wal');
    expect(checkCatalog(fixture.databaseFile)).toMatchObject({ damage: [], isBackup: false });
    // It goes on as any catalog does.
    expect((await fixture.sync()).changes).toMatchObject({ changed: 1 });
  });

  it('restores where there is no catalog', async () => {
    const file = path.join(fixture.folder, 'new', 'catalog.db');
    expect(await restore(backup, file, { overwrite: false, now: NOW })).toEqual({
      rules: 2,
      keptAs: null,
    });
    expect(readdirSync(path.dirname(file))).toEqual(['catalog.db']);
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ['is cut off', (file) => truncateSync(file, 40_000), /damaged/],
    ['has a changed letter', changeLetter, /The table Rule is not as it was/],
    ['is no database', (file) => writeFileSync(file, 'x'.repeat(5000)), /is no catalog/],
    ['is another program’s', makeForeign, /another program/],
    ['is of a newer version', makeNewer, /newer version/],
    ['is empty', (file) => writeFileSync(file, ''), /missing or empty/],
  ])('refuses a file that %s, and changes nothing', async (_, spoil, message) => {
    spoil(backup);
    await expect(
      restore(backup, fixture.databaseFile, { overwrite: true, now: NOW }),
    ).rejects.toThrow(message);
    expect(await titles()).toContain('Changed');
    const left = readdirSync(fixture.folder).filter((name) => /restoring|before/.test(name));
    expect(left).toEqual([]);
  });

  it('replaces a damaged catalog', async () => {
    overwrite(fixture.databaseFile, 0, 'no database '.repeat(99));
    const { keptAs } = await restore(backup, fixture.databaseFile, { overwrite: true, now: NOW });
    expect(await titles()).toHaveLength(2);
    expect(existsSync(String(keptAs))).toBe(true);
  });
});

function changeLetter(file: string): void {
  overwrite(file, readFileSync(file).indexOf('Detects a fixture.'), 'd');
}

function makeForeign(file: string): void {
  writeFileSync(file, '');
  new Database(file).exec('CREATE TABLE "Mine" ("id" INTEGER)').close();
}

function makeNewer(file: string): void {
  new Database(file)
    .exec(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES ('x', 'x', '29990101000000_later', 0, 0, 1)`,
    )
    .close();
}
