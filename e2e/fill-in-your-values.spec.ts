import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type Server, startServer } from './start-server';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
test.describe.configure({ mode: 'serial', timeout: 300_000 });

const ID = '5f0f5f0f-0000-4000-8000-0000000000aa';
const RULE = `title: Logon of an administrator
id: ${ID}
status: test
description: Detects a fixture.
author: Watchfloor
date: 2026-01-01
logsource: {product: windows, service: security}
detection:
    selection: {EventID: 4624, TargetUserName|expand: '%Admins%'}
    condition: selection
`;
const EXAMPLE = 'let your_Admins = dynamic(["example-Admins"]);';

let folder: string;
let server: Server;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-e2e-values-'));
  const rules = path.join(folder, 'rules', 'rules');
  mkdirSync(rules, { recursive: true });
  writeFileSync(path.join(rules, 'admin.yml'), RULE);
  server = await startServer({
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    SYNC_SOURCE: path.join(folder, 'rules'),
    SYNC_ATTACK: '',
  });
});

test.afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('typed values appear in the shown and the copied query, and stay', async ({ page }) => {
  const address = `${server.url}/rules/${ID}?target=sentinel`;
  await page.goto(address);
  const query = page.getByLabel('KQL for Sentinel tables');
  await expect(query).toContainText(EXAMPLE);
  await expect(page.getByText('Needs your values: %Admins%').first()).toBeVisible();
  const hostile = '"]); SecurityEvent //\\';
  await page.getByLabel('%Admins%').fill(`root\n\n${hostile}`);
  const list = String.raw`let your_Admins = dynamic(["root", "\"]); SecurityEvent //\\"]);`;
  await expect(query).toContainText(list);
  await page
    .getByRole('button', { name: /Copy KQL/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Copied/ }).first()).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(list);
  expect(copied).not.toContain('Needs your values');
  await page.reload();
  await expect(query).toContainText(list);
  await page.getByLabel('%Admins%').fill('');
  await expect(query).toContainText(EXAMPLE);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the query has the list to edit', async ({ page }) => {
    await page.goto(`${server.url}/rules/${ID}?target=sentinel`);
    await expect(page.getByLabel('KQL for Sentinel tables')).toContainText(EXAMPLE);
    await expect(page.getByLabel('%Admins%')).toBeHidden();
  });
});
