import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type Server, startServer } from './start-server';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const ID = '6f0f6f0f-0000-4000-8000-0000000000b';
/** The starter rules are the first sync, and the source as it was is the second. */
const CHANGE = `/changes/3/${ID}1`;
const rule = (at: number, title: string, programs: string, level = 'medium') => `title: ${title}
id: ${ID}${at}
status: test
description: Detects a fixture.
author: Watchfloor
date: 2026-01-01
logsource: { product: windows, category: process_creation }
detection:
    selection: { Image|endswith: [${programs}] }
    condition: selection
level: ${level}
`;

let folder: string;
let server: Server;

function put(name: string, text: string): void {
  writeFileSync(path.join(folder, 'source/rules', name), text);
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-e2e-changes-'));
  mkdirSync(path.join(folder, 'source/rules'), { recursive: true });
  const source = path.join(folder, 'source');
  const settings = {
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    SYNC_SOURCE: source,
    SYNC_ATTACK: '',
  };
  put('wider.yml', rule(1, 'Becomes wider', '\\one.exe, \\two.exe'));
  put('text.yml', rule(2, 'Changes its level', '\\one.exe'));
  server = await startServer(settings);
  put('wider.yml', rule(1, 'Becomes wider', '\\one.exe, \\two.exe, \\three.exe'));
  put('text.yml', rule(2, 'Changes its level', '\\one.exe', 'high'));
  put('new.yml', rule(3, 'Comes new', '\\four.exe'));
  const command = ['--import', 'tsx', 'lib/commands/ingest.ts', '--source', source];
  await promisify(execFile)(process.execPath, command, {
    cwd: path.join(import.meta.dirname, '..'),
    env: { ...process.env, ...settings, GITHUB_API_URL: 'http://127.0.0.1:9' },
  });
});

test.afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the feed leads to what the last sync changed, and from there to both queries', async ({
    page,
  }) => {
    await page.goto(server.url);
    await page.getByRole('link', { name: 'what changed' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'What changed' })).toBeVisible();
    const changes = page.getByRole('region', { name: 'Changes of what rules match' });
    await expect(changes.getByRole('listitem').first()).toContainText('Wider');
    await expect(changes).toContainText('added: three.exe');
    await expect(changes).toContainText('Matches now, and did not before');
    await expect(changes.getByRole('link')).toHaveCount(1);
    await changes.getByRole('link', { name: 'Becomes wider' }).click();
    await expect(page.getByRole('region', { name: 'What it means' })).toContainText(
      'Matches all that it matched before, and more.',
    );
    await expect(page.getByRole('region', { name: 'Sigma' })).toContainText('three.exe');
    // The translator may be busy, and the page then says so.
    await expect(async () => {
      await page.goto(server.url + CHANGE);
      await expect(page.getByRole('region', { name: 'KQL for Defender XDR' })).toContainText(
        /added: .*three\.exe/,
        { timeout: 1000 },
      );
    }).toPass({ timeout: 120_000 });
    await page.getByRole('link', { name: 'Its history' }).click();
    await expect(page.locator('body')).toContainText('Wider');
  });

  test('changes of the text and new rules are a link away', async ({ page }) => {
    await page.goto(`${server.url}/changes`);
    const kinds = page.getByRole('navigation', { name: 'Kinds of changes' });
    await kinds.getByRole('link', { name: 'Text only 1' }).click();
    await expect(page.getByRole('region', { name: 'Text only' })).toContainText(
      'level: medium → high',
    );
    await kinds.getByRole('link', { name: 'New 1' }).click();
    await expect(page.getByRole('region', { name: 'New' })).toContainText('Comes new');
  });
});

test('every width and both themes show all of it', async ({ page }) => {
  for (const address of ['/changes', CHANGE]) {
    for (const [width, colorScheme] of [
      [390, 'light'],
      [1440, 'dark'],
      [2560, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(server.url + address);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual(
        [],
      );
    }
  }
});

test('an unknown sync, or a rule that it did not change, is not found', async ({ request }) => {
  for (const address of [
    '/changes/99',
    '/changes/x',
    '/changes/0',
    `/changes/1/${ID}1`,
    '/changes/3/x',
  ]) {
    expect((await request.get(server.url + address)).status()).toBe(404);
  }
});
