import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from '@playwright/test';
import { healthOf, startWebServer, type WebServer } from './start-server';

// A server of its own, because the others go on to use theirs.

const RULE = `title: The only rule
id: aaaaaaaa-0000-4000-8000-000000000001
status: test
description: Detects a fixture.
logsource:
    product: fixture
detection:
    selection:
        Field: value
    condition: selection
level: medium
`;

let folder: string;
let file: string;
let server: WebServer;

// Two of the tests run a sync, and so does the preparation: a minute each on a busy machine, although the
// source has one rule, of a log source that no table carries.
const TIMEOUT_MS = 300_000;
test.describe.configure({ mode: 'serial', timeout: TIMEOUT_MS });

test.beforeAll(async () => {
  test.setTimeout(TIMEOUT_MS);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-e2e-repair-'));
  file = path.join(folder, 'data', 'catalog.db');
  const bundle = '{"type":"bundle","id":"bundle--0","objects":[]}';
  writeFileSync(path.join(folder, 'bundle.json'), bundle);
  mkdirSync(path.join(folder, 'source/rules'), { recursive: true });
  writeFileSync(path.join(folder, 'source/rules/a.yml'), RULE);
  expect((await ingest()).code).toBe(0);
  server = await startWebServer(environment());
  copyFileSync(file, path.join(folder, 'whole.db'));
});

test.afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** With a bundle of its own, so that no sync tries to reach MITRE. */
const environment = () => ({
  ...process.env,
  DATABASE_URL: `file:${file}`,
  SYNC_ATTACK: path.join(folder, 'bundle.json'),
});

const ingest = () => run('lib/commands/ingest.ts', '--source', path.join(folder, 'source'));
const catalog = (...args: string[]) => run('lib/commands/catalog.ts', ...args);

async function run(...command: string[]): Promise<{ code: number; messages: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', ...command], {
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let messages = '';
  child.stderr.on('data', (chunk) => {
    messages += chunk;
  });
  const [code] = await once(child, 'exit');
  return { code, messages };
}

async function expectHealth(status: number): Promise<void> {
  await expect.poll(() => healthOf(server.url), { timeout: 60_000 }).toBe(status);
}

function removeCatalog(): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

function overwriteFirstBytes(): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, 'no database '.repeat(999));
  closeSync(handle);
}

for (const { what, spoil, title } of [
  { what: 'only the catalog is deleted', spoil: () => rmSync(file), title: /missing/ },
  { what: 'the catalog is damaged', spoil: overwriteFirstBytes, title: /damaged/ },
]) {
  test(`when ${what}, every page says what to do, and a sync repairs it`, async ({ page }) => {
    spoil();
    await expectHealth(503);
    for (const address of ['/', '/status', '/coverage', '/translate', '/nowhere']) {
      const answer = await page.goto(server.url + address);
      expect(answer?.status(), address).toBe(503);
      expect(answer?.headers()['watchfloor-status'], address).toBeUndefined();
      await expect(page.getByRole('heading', { level: 2 })).toHaveText(title);
      await expect(page.getByRole('main')).toContainText('npm run ingest');
    }
    const problem = await page.request.get(`${server.url}/api/suggest?q=a`);
    expect(problem.status()).toBe(503);
    expect((await problem.json()).detail).toContain('npm run ingest');

    const { code, messages } = await ingest();
    expect(code).toBe(0);
    expect(messages).not.toMatch(/^\s+at /m);
    await expectHealth(200);
    expect((await page.goto(server.url))?.status()).toBe(200);
    await expect(page.getByRole('main')).toContainText('The only rule');
  });
}

test('the damaged catalog is kept under another name, with its side files', () => {
  const kept = readdirSync(path.dirname(file)).filter((name) => name.includes('.damaged-'));
  const suffixes = kept.map((name) => name.replace(/^catalog\.db\.damaged-[\d-]+T\d+Z/, ''));
  expect(suffixes.sort()).toEqual(['', '-shm', '-wal']);
});

test('a whole catalog in its place is served without a sync', async ({ page }) => {
  removeCatalog();
  await expectHealth(503);
  copyFileSync(path.join(folder, 'whole.db'), file);
  await expectHealth(200);
  expect((await page.goto(`${server.url}/status`))?.status()).toBe(200);
});

test('a backup is restored, and a bundle loaded, while the catalog is served', async ({ page }) => {
  const [backup, bundle] = ['a.backup.db', 'a.bundle'].map((name) => path.join(folder, name));
  const shows = async (title: string) => {
    await expect
      .poll(async () => (await (await page.request.get(server.url)).text()).includes(title), {
        timeout: 60_000,
      })
      .toBe(true);
    expect(await healthOf(server.url)).toBe(200);
  };
  expect((await catalog('backup', backup ?? '')).code).toBe(0);
  writeFileSync(path.join(folder, 'source/rules/a.yml'), RULE.replace('only', 'changed'));
  expect((await ingest()).code).toBe(0);
  await shows('The changed rule');
  expect((await catalog('bundle', bundle ?? '')).code).toBe(0);

  expect(await catalog('restore', backup ?? '', '--overwrite')).toEqual({ code: 0, messages: '' });
  await shows('The only rule');
  expect(await catalog('load', bundle ?? '')).toEqual({ code: 0, messages: '' });
  await shows('The changed rule');
});
