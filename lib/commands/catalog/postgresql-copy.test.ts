import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { getCatalog, openCatalog } from '@/lib/catalog/client';
import { emptyDatabase, type TestDatabase } from '@/lib/catalog/database/database-fixture';
import { findRules } from '@/lib/catalog/feed';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import { Prisma } from '@/lib/catalog/generated/client';
import { runSync } from '@/lib/ingest/run';
import { type Fixture, fixtureOptions, ID } from '@/lib/ingest/sync-fixture';
import type { TableContent } from '@/lib/ingest/write/copy-tables';
import { makeRules } from '@/lib/mcp/rules-fixture';
import { copyCatalog } from './copy';

// From PostgreSQL to a file, and from there to PostgreSQL again.

const AT = new Date('2026-11-30T12:34:56.789Z');
const silent = () => {};

const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-copy-'));
const file = path.join(folder, 'new', 'catalog.db');
let source: Fixture;
let server: TestDatabase;
let inFile: readonly TableContent[];
let onServer: readonly TableContent[];

beforeAll(async () => {
  source = await makeRules();
  await fillOtherTables();
  server = await emptyDatabase(folder, 'postgresql');
  inFile = await copyCatalog(source.address, file, silent);
  onServer = await copyCatalog(file, server.address, silent);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await source.remove();
  await server.remove();
  rmSync(folder, { recursive: true });
});

/** Rows in the tables that the syncs leave empty. */
async function fillOtherTables(): Promise<void> {
  await source.read(async (catalog) => {
    await catalog.modelText.create({
      data: { ruleId: ID.a, inputHash: 'h', model: 'm', writtenAt: AT, text: '{}', dropped: 0 },
    });
    await catalog.otherSource.create({
      data: { ruleId: ID.a, sourceId: 'other', path: 'a.yml', same: true },
    });
    await catalog.syncIssue.create({
      data: { syncId: 1, severity: 'info', code: 'x', message: '“é” 🐍' },
    });
    await catalog.webhookState.create({
      data: { webhookId: 'w', filter: '', syncId: 1, ruleIds: '[]' },
    });
    await catalog.webhookDelivery.create({
      data: { id: 'd', webhookId: 'w', syncId: 1, createdAt: AT, digest: '{}', state: 'waiting' },
    });
    await catalog.ruleChange.createMany({
      data: [{ ruleId: ID.b, syncId: 1, meaning: 'wider', detail: '{}' }],
    });
  });
}

it('copies rows of every table', () => {
  expect(inFile.map(({ table }) => table).sort()).toEqual(Object.values(Prisma.ModelName).sort());
  expect(inFile.filter(({ rows }) => rows === 0)).toEqual([]);
});

it('leaves the same in every table, whichever way', () => {
  expect(onServer).toEqual(inFile);
});

it.each([
  ['the file', () => `file:${file}`],
  ['the server', () => server.url],
])('leaves %s with its search', async (_, url) => {
  vi.stubEnv('DATABASE_URL', url());
  const found = async (q: string) =>
    (await findRules({ ...NO_FILTER, q })).rules.map(({ id }) => id);
  expect(await found('Fixture')).toEqual([ID.a]);
  expect(await found('ixtur')).toEqual([ID.a]);
  expect(await found('nothing has this')).toEqual([]);
  await getCatalog().$disconnect();
});

it('lets the next sync go on with the numbers of rows', async () => {
  const options = { ...fixtureOptions(source.folder), database: server.address };
  expect((await runSync(options)).outcome).toBe('unchanged');
  const catalog = openCatalog(server.address);
  expect(await catalog.syncRun.findMany({ select: { id: true }, orderBy: { id: 'asc' } })).toEqual([
    { id: 1 },
    { id: 2 },
    { id: 3 },
  ]);
  await catalog.$disconnect();
});

it('replaces nothing, and needs another database', async () => {
  await expect(copyCatalog(source.address, file, silent)).rejects.toThrow(/is not empty/);
  await expect(copyCatalog(file, file, silent)).rejects.toThrow(/itself/);
});
