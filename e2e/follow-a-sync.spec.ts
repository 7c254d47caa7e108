import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from '@playwright/test';
import { startWebServer, type WebServer } from './start-server';

// A server of its own, whose catalog is filled while it serves.

/** A sync of so many new rules has two stages. */
const RULES = 310;
const TIMEOUT_MS = 600_000;
test.describe.configure({ mode: 'serial', timeout: TIMEOUT_MS });
test.use({ actionTimeout: 60_000 });

let folder: string;
let server: WebServer;

test.beforeAll(async () => {
  test.setTimeout(TIMEOUT_MS);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-e2e-follow-'));
  mkdirSync(path.join(folder, 'source/rules'), { recursive: true });
  for (let at = 0; at < RULES; at++) {
    writeFileSync(path.join(folder, `source/rules/${at}.yml`), ruleOf(at));
  }
  const [code] = await once(ingest('starter'), 'exit');
  expect(code).toBe(0);
  server = await startWebServer(environment());
});

test.afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function ruleOf(at: number): string {
  return `title: Followed rule ${at}
id: aaaaaaaa-0000-4000-8000-${String(at).padStart(12, '0')}
status: test
description: Detects the program ${at}.
author: A Tester
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\\\followed-${at}.exe' }
  condition: selection
level: high
`;
}

const environment = () => ({
  ...process.env,
  DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
  SYNC_ATTACK: 'content/attack',
  WARM: '0',
});

function ingest(source: string): ChildProcess {
  const command = ['--import', 'tsx', 'lib/commands/ingest.ts', '--source', source];
  return spawn(process.execPath, command, { env: environment(), stdio: 'ignore' });
}

/** What a feed page is made of: the starter rules, or a page of new ones with so many pending. */
async function look() {
  const page = await (await fetch(`${server.url}/?q=followed`)).text();
  const banner = /<aside aria-label="Sync"[^>]*>.*?<\/aside>/s.exec(page)?.[0] ?? '';
  return {
    rows: new Set(page.match(/\/rules\/aaaaaaaa-0000-4000-8000-\d{12}/g)).size,
    pending: page.match(/class="[^"]*proof-pending/g)?.length ?? 0,
    banner: banner.includes('pending') ? 'pending' : banner.includes('starter') ? 'starter' : '',
  };
}

test('pages show each stage of a sync whole, and say what is pending', async ({ page }) => {
  expect(await look()).toEqual({ rows: 0, pending: 0, banner: 'starter' });
  const sync = ingest(path.join(folder, 'source'));
  const ended = once(sync, 'exit');
  const seen = new Set<string>();
  const feed = await page.context().newPage();
  let isReading = false;
  for (let running = true; running; ) {
    const { rows, pending, banner } = await look();
    seen.add(`${rows} rows, ${pending} pending, ${banner}`);
    if (banner === 'pending' && !isReading) {
      isReading = true;
      await page.goto(`${server.url}/rules/aaaaaaaa-0000-4000-8000-000000000007`);
      await expect(page.getByRole('region', { name: 'Evidence', exact: true })).toContainText(
        'Pending.',
      );
      await expect(page.getByRole('region', { name: 'Detection rule' })).toContainText(
        'followed-7.exe',
      );
      await expect(page.getByRole('complementary', { name: 'Sync' })).toContainText('A sync is');
      await feed.goto(server.url);
      await expect(feed.getByRole('complementary', { name: 'Sync' })).toContainText('pending');
    }
    running = await Promise.race([
      ended.then(() => false),
      new Promise<true>((resolve) => setTimeout(resolve, 100, true)),
    ]);
  }
  expect((await ended)[0]).toBe(0);
  expect(isReading).toBe(true);
  expect(await look()).toEqual({ rows: 50, pending: 0, banner: '' });
  expect([...seen].filter((one) => one !== '50 rows, 0 pending, ')).toEqual([
    '0 rows, 0 pending, starter',
    '50 rows, 50 pending, pending',
  ]);

  await page.getByRole('button', { name: 'Load the page again' }).click();
  await expect(page.getByRole('region', { name: 'Evidence', exact: true })).toContainText(
    'Self-tested.',
  );
  await expect(page.getByRole('complementary', { name: 'Sync' })).toHaveCount(0);

  // What is shown in place of a page says its own state, not that of the page.
  await feed.getByRole('combobox', { name: 'Search rules' }).fill('followed-7.exe');
  await expect(feed.locator('#results')).toContainText('Followed rule 7');
  await expect(feed.getByRole('complementary', { name: 'Sync' })).toHaveCount(0);
});
