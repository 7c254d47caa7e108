import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, ID, makeFixture, plainRule } from '@/lib/ingest/sync-fixture';
import { BUNDLED, OWN } from './bundled-tables';
import { loadBundle } from './load-bundle';
import { makeBundle } from './make-bundle';
import { readPrivateKey, readPublicKey } from './manifest';

const NOW = new Date('2026-11-30T12:00:00Z');
const VERSION = '0.2.0';
const SECRET = 'hunter2-of-this-installation';

let here: Fixture;
let there: Fixture;
let bundle: string;
/** The catalogs of both after their syncs: two rules here, another one there. */
const made = { here: Buffer.alloc(0), there: Buffer.alloc(0) };

beforeAll(async () => {
  here = makeFixture();
  bundle = path.join(here.folder, 'rules.bundle');
  here.put('rules/a.yml', plainRule(ID.a, { title: 'Comes with the bundle' }));
  here.put('rules/b.yml', plainRule(ID.b));
  await here.sync();
  made.here = readFileSync(here.databaseFile);
  there = makeFixture();
  there.put('rules/c.yml', plainRule(ID.c));
  await there.sync();
  made.there = readFileSync(there.databaseFile);
});
beforeEach(() => {
  for (const { folder } of [here, there]) {
    for (const name of readdirSync(folder)) {
      if (name !== 'source' && name !== 'bundle.json') {
        rmSync(path.join(folder, name), { recursive: true });
      }
    }
  }
  writeFileSync(here.databaseFile, made.here);
});
afterAll(() => {
  here.remove();
  there.remove();
});

const hasOwnRules = () => writeFileSync(there.databaseFile, made.there);

const make = (key: Parameters<typeof makeBundle>[2]['key'] = null) =>
  makeBundle(here.databaseFile, bundle, { key, version: VERSION, now: NOW });

const load = (options: Partial<Parameters<typeof loadBundle>[2]> = {}) =>
  loadBundle(bundle, there.databaseFile, {
    key: null,
    version: VERSION,
    acceptRemovals: false,
    ...options,
  });

function change(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

function ask(file: string, sql: string): unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(sql).pluck().all();
  } finally {
    database.close();
  }
}

function pair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const files = {
    private: path.join(here.folder, 'key.pem'),
    public: path.join(here.folder, 'pub.pem'),
  };
  writeFileSync(files.private, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(files.public, publicKey.export({ type: 'spki', format: 'pem' }));
  return { private: readPrivateKey(files.private), public: readPublicKey(files.public), files };
}

const WEBHOOK = `INSERT INTO "WebhookState" VALUES ('${SECRET}', '/?q=${SECRET}', 1, '[]')`;

/** A bundle with one of its three parts replaced. */
function forge({ line, signature, body }: { line?: string; signature?: string; body?: Buffer }) {
  const whole = readFileSync(bundle);
  const first = whole.indexOf('\n');
  const second = whole.indexOf('\n', first + 1);
  const parts = [
    line ?? whole.toString('utf8', 0, first),
    signature ?? whole.toString('utf8', first + 1, second),
  ];
  writeFileSync(
    bundle,
    Buffer.concat([Buffer.from(`${parts.join('\n')}\n`), body ?? whole.subarray(second + 1)]),
  );
}

const manifestLine = () => readFileSync(bundle, 'utf8').split('\n')[0] ?? '';

describe('a bundle', () => {
  it('is loaded into a catalog that does not exist yet, with search and history', async () => {
    expect(await make()).toMatchObject({ rules: 2, version: VERSION });
    expect(await load()).toMatchObject({ rules: 2 });
    for (const sql of [
      'SELECT "title" FROM "Rule" ORDER BY "id"',
      'SELECT "kql" FROM "Translation" ORDER BY "ruleId", "target"',
      'SELECT "results" FROM "Evidence" ORDER BY "ruleId"',
      'SELECT "id" FROM "Technique" ORDER BY "id"',
      'SELECT "contentHash" FROM "RuleVersion" ORDER BY "id"',
    ]) {
      expect(ask(there.databaseFile, sql), sql).toEqual(ask(here.databaseFile, sql));
    }
    const found = `SELECT "ruleId" FROM "RuleSearch" WHERE "RuleSearch" MATCH 'bundle'`;
    expect(ask(there.databaseFile, found)).toEqual([ID.a]);
    expect(ask(there.databaseFile, 'PRAGMA integrity_check')).toEqual(['ok']);
    expect(readdirSync(there.folder).filter((name) => name.includes('loading'))).toEqual([]);
  });

  it('has nothing that belongs to its installation', async () => {
    change(here.databaseFile, WEBHOOK);
    await make();
    const { databaseFile } = there;
    await load();
    expect(ask(databaseFile, 'SELECT * FROM "WebhookState"')).toEqual([]);
    expect(readFileSync(databaseFile).includes(SECRET)).toBe(false);
    expect(statSync(bundle).mode & 0o777).toBe(0o600);
  });

  it('replaces the rules of a catalog, and leaves what belongs to it', async () => {
    hasOwnRules();
    change(there.databaseFile, WEBHOOK);
    const former = ask(there.databaseFile, 'SELECT max("id") FROM "SyncRun"');
    await make();
    await load();
    expect(ask(there.databaseFile, 'SELECT "id" FROM "Rule" ORDER BY "id"')).toEqual([ID.a, ID.b]);
    expect(ask(there.databaseFile, 'SELECT "webhookId" FROM "WebhookState"')).toEqual([SECRET]);
    // By this a server sees that the catalog is another.
    const completed = `SELECT max("id") FROM "SyncRun" WHERE "outcome" = 'completed'`;
    expect(Number(ask(there.databaseFile, completed)[0])).toBeGreaterThan(Number(former[0]));
    expect((await there.sync({ acceptRemovals: true })).outcome).toBe('completed');
  });

  it('takes no text of a rule away without being told', async () => {
    hasOwnRules();
    change(
      there.databaseFile,
      `INSERT INTO "ModelText" ("ruleId", "inputHash", "model", "writtenAt", "text", "dropped")
       VALUES ('${ID.c}', 'x', 'x', 0, '{}', 0)`,
    );
    await make();
    await expect(load()).rejects.toThrow(/1 rows of ModelText are about rules/);
    expect(ask(there.databaseFile, 'SELECT "id" FROM "Rule"')).toEqual([ID.c]);
    await load({ acceptRemovals: true });
    expect(ask(there.databaseFile, 'SELECT * FROM "ModelText"')).toEqual([]);
  });

  it('is made of whole syncs only, and overwrites nothing', async () => {
    await make();
    await expect(make()).rejects.toThrow(/exists/);
    change(here.databaseFile, `UPDATE "SyncRun" SET "outcome" = 'pending'`);
    rmSync(bundle);
    await expect(make()).rejects.toThrow(/still to be made/);
  });

  it('carries or leaves each table of the catalog, and says which', () => {
    const tables = `SELECT "name" FROM "sqlite_master" WHERE "type" = 'table' AND "rootpage" > 0
      AND "name" NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
    // A new table that a sync writes goes into BUNDLED, one that people or this installation write into OWN.
    expect(ask(here.databaseFile, tables).sort()).toEqual([...BUNDLED, ...OWN].sort());
  });
});

describe('a signature', () => {
  it('lets a bundle in that the configured key signed', async () => {
    const keys = pair();
    await make(keys.private);
    expect(await load({ key: keys.public })).toMatchObject({ rules: 2 });
  });

  it('is asked for when a key is configured', async () => {
    const keys = pair();
    await make();
    await expect(load({ key: keys.public })).rejects.toThrow(/not signed/);
    expect(readdirSync(there.folder).filter((name) => name.startsWith('catalog'))).toEqual([]);
  });

  it('of another key is refused', async () => {
    const keys = pair();
    await make(pair().private);
    await expect(load({ key: keys.public })).rejects.toThrow(/altered, or signed with another key/);
  });

  it.each<[string, () => Parameters<typeof forge>[0]]>([
    ['its manifest', () => ({ line: manifestLine().replace('"rules":2', '"rules":3') })],
    ['its signature', () => ({ signature: 'AAAA' })],
  ])('does not fit a bundle after somebody changed %s', async (_, forged) => {
    const keys = pair();
    await make(keys.private);
    forge(forged());
    await expect(load({ key: keys.public })).rejects.toThrow(/altered/);
  });

  it('does not fit a bundle with another catalog', async () => {
    const keys = pair();
    await make(keys.private);
    forge({ body: gzipSync(Buffer.alloc(1000)) });
    await expect(load({ key: keys.public })).rejects.toThrow(/damaged: its content/);
  });

  it('takes no key but Ed25519, and quotes none', () => {
    const { files } = pair();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(files.private, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => readPrivateKey(files.private)).toThrow(/not a readable private key/);
    writeFileSync(files.public, SECRET);
    expect(() => readPublicKey(files.public)).toThrow(/^(?!.*hunter2)/);
  });
});

describe('what is no bundle', () => {
  it.each<[string, () => void, RegExp]>([
    ['cut off', () => writeFileSync(bundle, readFileSync(bundle).subarray(0, 9000)), /cut off/],
    ['no bundle', () => writeFileSync(bundle, 'x'.repeat(100_000)), /no bundle/],
    ['empty', () => writeFileSync(bundle, ''), /no bundle/],
    ['of another format', () => forge({ line: '{"format":"tar"}' }), /no bundle/],
    ['of another schema', () => forge({ line: withSchema('0') }), /differs from that of/],
    [
      'larger than it says',
      () => forge({ body: gzipSync(Buffer.alloc(64_000_000)) }),
      /larger than it says/,
    ],
    ['said to be too large', () => forge({ line: withBytes(1e15) }), /are the most/],
    ['no gzip', () => forge({ body: Buffer.alloc(5000, 7) }), /damaged/],
  ])('is refused when it is %s, and nothing is left', async (_, spoil, message) => {
    await make();
    spoil();
    await expect(load()).rejects.toThrow(message);
    expect(readdirSync(there.folder).filter((name) => name.includes('loading'))).toEqual([]);
  });

  it('is refused when its database could act', async () => {
    change(
      here.databaseFile,
      'CREATE TRIGGER "Act" AFTER INSERT ON "Rule" BEGIN DELETE FROM "Cache"; END',
    );
    await make();
    await expect(load()).rejects.toThrow(/not exactly what a catalog of this version has/);
  });
});

const withSchema = (digit: string) =>
  manifestLine().replace(/"schema":"[0-9a-f]+"/, `"schema":"${digit.repeat(64)}"`);
const withBytes = (bytes: number) => manifestLine().replace(/"bytes":\d+/, `"bytes":${bytes}`);
