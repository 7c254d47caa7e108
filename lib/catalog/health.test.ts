import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { getCatalog } from './client';
import { getHealth } from './health';
import { migrateCatalog } from './migrate';
import { holderFile, startOf } from './stored/sync-holder';

const CHECKED = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 3_600_000;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-health-'));
  file = path.join(folder, 'catalog.db');
  vi.stubEnv('DATABASE_URL', `file:${file}`);
  vi.stubEnv('SYNC_EVERY', '6h');
  await migrateCatalog(file);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function addRun(outcome: string, error: string | null = null): Promise<void> {
  const at = new Date(CHECKED);
  const run = { source: 'test', translatorVersion: '', startedAt: at, summary: '{}' };
  await getCatalog().syncRun.create({ data: { ...run, finishedAt: at, outcome, error } });
}

/** A sync that this process would be, and when it last got further. */
function hold(progressAt: number): void {
  const holder = {
    pid: process.pid,
    host: hostname(),
    processStart: startOf(process.pid),
    startedAt: new Date(CHECKED).toISOString(),
    phase: 'prove',
    done: 1,
    total: 2,
    progressAt: new Date(progressAt).toISOString(),
  };
  writeFileSync(holderFile(file), JSON.stringify(holder));
}

it('is ready after a sync', async () => {
  await addRun('completed');
  expect(await getHealth(CHECKED + HOUR)).toMatchObject({
    status: 'ready',
    isServing: true,
    problems: [],
    sync: { source: 'test' },
    running: null,
  });
});

it('is syncing while a sync is at work, and serves what there is', async () => {
  await addRun('completed');
  hold(CHECKED);
  expect(await getHealth(CHECKED + 1000)).toMatchObject({
    status: 'syncing',
    isServing: true,
    running: { phase: 'prove', done: 1, total: 2 },
  });
});

it('is syncing, but serves nothing yet, during the first sync', async () => {
  hold(CHECKED);
  expect(await getHealth(CHECKED + 1000)).toMatchObject({ status: 'syncing', isServing: false });
});

it('is degraded without a sync, and serves nothing', async () => {
  const { status, isServing, problems } = await getHealth(CHECKED);
  expect({ status, isServing }).toEqual({ status: 'degraded', isServing: false });
  expect(problems[0]).toContain('npm run ingest');
});

it('is degraded while the catalog is missing', async () => {
  rmSync(file);
  vi.stubEnv('DATABASE_URL', `file:${file}.gone`);
  const { status, isServing, problems } = await getHealth(CHECKED);
  expect({ status, isServing }).toEqual({ status: 'degraded', isServing: false });
  expect(problems[0]).toMatch(/missing or empty.*npm run ingest/);
});

it.each<[string, () => Promise<void> | void, number, RegExp]>([
  [
    'the last sync failed',
    () => addRun('failed', 'No answer from https://a.example/x?token=hunter2'),
    HOUR,
    /last sync failed: No answer from https:\/\/a\.example\/x\?token=…$/,
  ],
  ['a sync is stuck', () => hold(CHECKED), HOUR, /no progress since 2026-01-01/],
  ['the sources were not read for long', () => {}, 19 * HOUR, /last read at 2026-01-01/],
  ['a source was left out', leaveOut, HOUR, /^Hayabusa was left out of the last sync: it is gone$/],
])('is degraded, and serves, when %s', async (_, spoil, age, problem) => {
  await addRun('completed');
  await spoil();
  const { status, isServing, problems } = await getHealth(CHECKED + age);
  expect({ status, isServing }).toEqual({ status: 'degraded', isServing: true });
  expect(problems).toEqual([expect.stringMatching(problem)]);
});

async function leaveOut(): Promise<void> {
  const source = { label: 'x', trust: 'community', inFeed: true, position: 0 };
  await getCatalog().source.create({
    data: {
      ...source,
      id: 'hayabusa',
      name: 'Hayabusa',
      syncedAt: new Date(CHECKED),
      error: 'it is gone',
    },
  });
}

it('does not count as old where syncs are off', async () => {
  vi.stubEnv('SYNC_EVERY', '0');
  await addRun('completed');
  expect((await getHealth(CHECKED + 9000 * HOUR)).status).toBe('ready');
});
