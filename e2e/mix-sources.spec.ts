import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type Server, startServer } from './start-server';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const ID = '6f0f6f0f-0000-4000-8000-0000000000a';
const rule = (at: number, program: string, rest = '') => `title: Runs ${program}
id: ${ID}${at}
status: test
description: Detects a fixture.
author: Watchfloor
date: 2026-01-01
${rest}logsource: { product: windows, category: process_creation }
detection:
    selection: { Image|endswith: '\\${program}.exe' }
    condition: selection
level: medium
`;
const FILTER = `title: Our scanner
id: ${ID}9
logsource: { product: windows, category: process_creation }
filter:
    rules: [${ID}1]
    scanner: { ParentImage|endswith: '\\scanner.exe' }
    condition: not scanner
`;

let folder: string;
let server: Server;

function put(name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-e2e-sources-'));
  put('ours/rules/whoami.yml', rule(1, 'whoami'));
  put('theirs/rules/nltest.yml', rule(2, 'nltest'));
  put('theirs/rules/whoami.yml', rule(1, 'whoami'));
  put('theirs/rules/same.yml', rule(3, 'whoami', 'license: CC0-1.0\n'));
  put('tuning/scanner.yml', FILTER);
  put(
    'sources.yml',
    `- { id: theirs, name: Theirs, from: ${path.join(folder, 'theirs')}, licence: { name: Apache License 2.0 }, inFeed: false }\n`,
  );
  server = await startServer({
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    SYNC_SOURCE: `${path.join(folder, 'ours')},theirs`,
    SOURCES: path.join(folder, 'sources.yml'),
    TUNING_DIR: path.join(folder, 'tuning'),
    SYNC_ATTACK: '',
  });
});

test.afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the feed has the sources that belong there, and the others when they are selected', async ({
  page,
}) => {
  await page.goto(server.url);
  await expect(page.getByRole('link', { name: 'Runs whoami' })).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Runs nltest' })).toHaveCount(0);
  await page.goto(`${server.url}/?source=theirs`);
  await expect(page.getByRole('link', { name: 'Runs nltest' })).toBeVisible();
  await expect(page.locator('.row-source').first()).toContainText('Theirs');
});

test('a rule says whose it is, where else it is, and under which licence', async ({ page }) => {
  await page.goto(`${server.url}/rules/${ID}1`);
  await expect(page.getByText('Your own rule')).toBeVisible();
  const source = page.getByRole('region', { name: 'Original source' });
  await expect(source).toContainText('Also at Theirs');
  await expect(source.getByRole('link', { name: 'Runs whoami', exact: true })).toHaveAttribute(
    'href',
    `/rules/${ID}3`,
  );
  const query = async (at: number) =>
    (await page.request.get(`${server.url}/rules/${ID}${at}/query?target=defender-xdr`)).text();
  expect(await query(1)).toContain('// Licence: not stated');
  expect(await query(2)).toContain('// Licence: Apache License 2.0');
  expect(await query(3)).toContain('// Licence: CC0-1.0');
});

test('a rule shows what your filter changes', async ({ page }) => {
  await page.goto(`${server.url}/rules/${ID}1?target=defender-xdr`);
  const tuning = page.getByRole('region', { name: 'Your exclusions' });
  await expect(tuning).toContainText('Our scanner');
  await expect(tuning.locator('.diff-added').filter({ hasText: 'scanner.exe' })).toBeVisible();
  await page.goto(`${server.url}/rules/${ID}2`);
  await expect(page.getByRole('region', { name: 'Your exclusions' })).toHaveCount(0);
});

test('the status has a line for each source', async ({ page }) => {
  await page.goto(`${server.url}/status`);
  const sources = page.getByRole('region', { name: 'Sources', exact: true });
  await expect(sources.getByRole('row')).toHaveCount(4);
  await expect(sources.getByRole('row', { name: /Theirs 2/ })).toContainText('if selected');
});
