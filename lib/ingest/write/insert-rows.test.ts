import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseAt, openDatabase } from '@/lib/catalog/database';
import {
  migratedDatabase,
  TESTED,
  type TestDatabase,
} from '@/lib/catalog/database/database-fixture';
import { someDocument } from '@/lib/catalog/stored/rows-fixture';
import type { Catalog } from '../../catalog/client';
import { storeFor } from '../store';
import { insertRows, type Row, type Table } from './insert-rows';

const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-rows-'));
const AT = new Date('2026-11-30T12:34:56.789Z');
const DOCUMENT = someDocument();

let database: TestDatabase;
let catalog: Catalog;
beforeAll(async () => {
  database = await migratedDatabase(folder);
  catalog = openDatabase(databaseAt(database.address));
});
afterAll(async () => {
  await catalog.$disconnect();
  await database.remove();
  rmSync(folder, { recursive: true });
});

const insert = <Name extends Table>(table: Name, rows: readonly Row<Name>[]) =>
  catalog.$transaction((transaction) => {
    const { writer } = storeFor(databaseAt(database.address));
    return insertRows({ transaction, writer }, table, rows);
  });

const rule = (id: string) => ({
  id,
  kind: 'detection',
  title: `Title of ${id}`,
  collection: 'rules',
  path: `${id}.yml`,
  raw: new Uint8Array([0, 1, 254, 255]),
  contentHash: '',
  ...DOCUMENT,
  document: new Uint8Array(DOCUMENT.document),
  source: 'test',
  retrievedAt: AT,
  firstSeenAt: AT,
  changedAt: AT,
  firstSyncId: 1,
  changedSyncId: 1,
});

it('writes what Prisma reads: texts, bytes, times, yes and no, nothing, and defaults', async () => {
  const more = { inFeed: false, proof: 'proven', author: '"O’Brien" $1 ? é 🐍', removedAt: AT };
  await insert('Rule', [rule('plain'), { ...rule('more'), ...more }, rule('other')]);
  const rows = await catalog.rule.findMany({ orderBy: { id: 'asc' } });
  expect(rows.map(({ id }) => id)).toEqual(['more', 'other', 'plain']);
  expect(rows[0]).toMatchObject({ ...rule('more'), ...more });
  expect(rows[1]).toMatchObject({ inFeed: true, proof: 'none', author: null, removedAt: null });
});

it('writes more rows than one statement can take', async () => {
  const rows = Array.from({ length: 12_000 }, (_, at) => ({
    syncId: 1,
    severity: 'info',
    code: 'fixture',
    message: `Issue ${at}`,
  }));
  await catalog.syncRun.create({
    data: {
      ...{ source: 'test', translatorVersion: '', startedAt: AT, finishedAt: AT },
      outcome: 'completed',
      summary: '{}',
    },
  });
  await insert('SyncIssue', rows);
  expect(await catalog.syncIssue.count()).toBe(rows.length);
  const last = await catalog.syncIssue.findFirst({ orderBy: { id: 'desc' } });
  expect(last?.message).toBe('Issue 11999');
});

it('writes nothing for no rows', async () => {
  const before = await catalog.cache.count();
  await insert('Cache', []);
  expect(await catalog.cache.count()).toBe(before);
});

it('takes back all rows if one of them is refused', async () => {
  const row = (key: string) => ({ key, value: new Uint8Array([1]) });
  await expect(insert('Cache', [row('one'), row('two'), row('one')])).rejects.toThrow();
  expect(await catalog.cache.count({ where: { key: { in: ['one', 'two'] } } })).toBe(0);
});

it('keeps a text with a zero character as far as the database can', async () => {
  await insert('Rule', [{ ...rule('zero'), title: 'a\0b' }]);
  const found = await catalog.rule.findUnique({ where: { id: 'zero' } });
  expect(found?.title).toBe(TESTED === 'sqlite' ? 'a\0b' : 'a\ufffdb');
});
