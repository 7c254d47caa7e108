import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { pressUntil } from './press-until';
import { type Server, startServer } from './start-server';

test.describe.configure({ mode: 'default', timeout: 300_000 });
test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const WANTED = 'Remote Access Tool - ScreenConnect Temporary File';
const TITLES = [
  'ScreenConnect Temporary Installation Artefact',
  'Remote Access Tool - ScreenConnect File Transfer',
  WANTED,
  'ScreenConnect User Database Modification',
  'Temporary File of a Screen Recorder',
  'Remote Access Tool - ScreenConnect Installation Execution',
];

const rule = (title: string, at: number) => `title: ${title}
id: 5f0f5f0f-0000-4000-8000-00000000000${at}
status: test
description: Detects a temporary file of ScreenConnect, a fixture.
author: Watchfloor
date: ${at < 3 ? '2026-01-01' : '2020-01-01'}
tags: [attack.t1219, attack.s0591, cve.2024-170${at}]
logsource: { product: windows, category: file_event }
detection:
    selection: { TargetFilename|endswith: '\\Temp\\ScreenConnect\\${at}.cmd' }
    condition: selection
level: low
`;

let folder: string;
let server: Server;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-e2e-feed-'));
  mkdirSync(path.join(folder, 'source', 'rules'), { recursive: true });
  for (const [at, title] of TITLES.entries()) {
    writeFileSync(path.join(folder, 'source', 'rules', `rule_${at}.yml`), rule(title, at));
  }
  server = await startServer({
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    SYNC_SOURCE: path.join(folder, 'source'),
    SYNC_ATTACK: '',
  });
});

test.afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const rows = (page: Page) => page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
const selected = (page: Page) => page.locator('[data-select]:checked');

/** Opens a page of the server once its script listens for keys. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(`${server.url}${address}`);
  await pressUntil(page, '?', page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Presses the keys one after the other without waiting, and counts them. */
async function pressAll(page: Page, ...keys: readonly (string | readonly string[])[]) {
  const all = keys.flat();
  for (const key of all) await page.keyboard.press(key);
  return all.length;
}

async function expectCopied(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain(`// ${WANTED}\n`);
}

test('by the search box, the KQL of a rule is on the clipboard after 20 keys', async ({ page }) => {
  await open(page, '/');
  const count = await pressAll(page, '/', [...'screenc temp file'], 'Enter', 'c');
  expect(count).toBeLessThanOrEqual(20);
  await expectCopied(page);
  await expect(rows(page).first()).toContainText(WANTED);
});

test('by the palette, the KQL of a rule is on the clipboard after 20 keys', async ({ page }) => {
  await open(page, '/');
  const opened = await pressAll(page, 'ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Rule, technique or page' })).toBeFocused();
  const typed = await pressAll(page, [...'screenc temp file'], 'Enter', 'c');
  expect(opened + typed).toBeLessThanOrEqual(20);
  await expectCopied(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(WANTED);
});

test('the palette lists the best match first', async ({ page }) => {
  await open(page, '/');
  await pressAll(page, 'ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Rule, technique or page' }).fill('screenc temp file');
  await expect(page.getByRole('option').first()).toContainText(WANTED);
});

test('keys go on from the last row, wherever the focus is', async ({ page }) => {
  await open(page, '/?sort=title');
  await pressAll(page, 'j', 'j');
  await page.getByRole('checkbox', { name: /^low/ }).focus();
  await pressAll(page, 'j', 'x');
  await expect(page.locator('[data-select]').nth(2)).toBeChecked();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.locator('[data-row]').nth(2)).toHaveAttribute('data-current', '');
  await pressAll(page, 'k', 'k', 'o');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText([...TITLES].sort()[0] as string);
});

test('several rules are selected at once', async ({ page }) => {
  await open(page, '/?sort=title');
  await pressAll(page, 'j', 'x', 'j', 'j', 'X');
  await expect(selected(page)).toHaveCount(3);
  await page
    .locator('[data-select]')
    .nth(5)
    .click({ modifiers: ['Shift'] });
  await expect(selected(page)).toHaveCount(6);
  await page.getByText('Select ▾').click();
  await expect(page.getByRole('checkbox', { name: 'The 6 rules on this page' })).toBeChecked();
  await pressAll(page, 'Escape');
  await pressAll(page, 'a');
  await expect(selected(page)).toHaveCount(0);
  await pressAll(page, 'a');
  await expect(page.getByText('6 rules selected')).toBeVisible();
});

test('rules are cards or lines with the parts that were chosen, also after a reload', async ({
  page,
}) => {
  await open(page, '/');
  const first = rows(page).first();
  await expect(first.locator('.row-text')).toBeVisible();
  const height = async () => (await first.boundingBox())?.height ?? 0;
  const card = await height();
  await pressAll(page, 'd');
  await expect(first.locator('.row-text')).toBeHidden();
  expect(await height()).toBeLessThan(card / 2);
  await expect(first.getByRole('img', { name: /Defender XDR: exact/ })).toBeVisible();
  await page.getByText('Display ▾').click();
  await page.getByRole('checkbox', { name: 'Proof' }).uncheck();
  await expect(first.locator('.row-proof')).toBeHidden();
  await page.reload();
  await expect(first.locator('.row-text')).toBeHidden();
  await expect(first.locator('.row-proof')).toBeHidden();
  await page.getByText('Display ▾').click();
  await page.getByRole('radio', { name: 'Cards' }).check();
  await expect(first.locator('.row-proof')).toBeVisible();
});

test('lines are lines from the first paint on, before the script of the page runs', async ({
  page,
}) => {
  await page.addInitScript(() => localStorage.setItem('density of the feed', 'lines'));
  await page.route('**/_next/static/**/*.js', (route) => route.abort());
  await page.goto(server.url);
  await expect(page.locator('html')).toHaveAttribute('data-density', 'lines');
  await expect(page.locator('html')).toHaveAttribute('data-hidden', 'source author');
  await expect(rows(page).first().locator('.row-text')).toBeHidden();
});

test('lines stay lines while the script of the page starts', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('density of the feed', 'lines');
    const seen: (string | undefined)[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => seen.push(document.documentElement.dataset.density)).observe(
      document,
      { subtree: true, attributeFilter: ['data-density'] },
    );
  });
  await open(page, '/');
  expect([...new Set(await page.evaluate<string[]>('seen'))]).toEqual(['lines']);
});

for (const [width, size] of [
  [390, 44],
  [1440, 24],
] as const) {
  test(`a box of a row takes clicks in ${size} pixels at a width of ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    for (const density of ['cards', 'lines'] as const) {
      await open(page, '/');
      if ((await page.locator('html').getAttribute('data-density')) !== density) {
        await pressAll(page, 'd');
      }
      const box = rows(page).nth(1).locator('[data-select]');
      const area = await box.evaluate((input) => {
        const { left, top, width, height } = input.getBoundingClientRect();
        const hits = (x: number, y: number) => document.elementFromPoint(x, y) === input;
        const [midX, midY] = [left + width / 2, top + height / 2];
        const count = (at: (step: number) => boolean) =>
          [...Array(120).keys()].filter((step) => at(step - 60)).length;
        return [count((step) => hits(midX + step, midY)), count((step) => hits(midX, midY + step))];
      });
      for (const side of area) expect(side, density).toBeGreaterThanOrEqual(size);
    }
  });
}

test('a menu closes with Escape and with a click beside it', async ({ page }) => {
  await open(page, '/');
  const menu = page.getByText('Legend ▾');
  const meaning = page.getByText('The query matches the same events');
  await menu.click();
  await expect(meaning).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(meaning).toBeHidden();
  await menu.click();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(meaning).toBeHidden();
});

test('a view is saved, opened, renamed and removed with the keyboard', async ({ page }) => {
  await open(page, '/?q=transfer');
  const name = page.getByRole('textbox', { name: 'Name of this view' });
  await pressAll(page, 'v');
  await expect(name).toBeFocused();
  await pressAll(page, [...'moved'], 'Enter');
  const views = page.getByRole('list', { name: 'Saved views' });
  await expect(views.getByRole('link', { name: 'moved' })).toBeVisible();
  await open(page, '/');
  await expect(rows(page)).toHaveCount(6);
  await pressAll(page, 'v');
  await expect(views.getByRole('link', { name: 'moved' })).toBeFocused();
  await pressAll(page, 'Enter');
  await expect(page).toHaveURL(/\?q=transfer$/);
  await views.getByRole('link', { name: 'moved' }).focus();
  await pressAll(page, 'Tab', 'Enter');
  await expect(page.getByRole('textbox', { name: 'New name of moved' })).toBeFocused();
  await pressAll(page, [...'files'], 'Enter');
  await expect(views.getByRole('link', { name: 'files' })).toBeVisible();
  await views.getByRole('link', { name: 'files' }).focus();
  await pressAll(page, 'Tab', 'Tab', 'Enter');
  await expect(page.getByText('No view is saved in this browser.')).toBeVisible();
  await pressAll(page, 'Escape');
  await expect(name).toBeHidden();
});

test('dates, CVEs and threats filter the feed', async ({ page }) => {
  await page.goto(`${server.url}/?q=created:<2021`);
  await expect(rows(page)).toHaveCount(3);
  await page.goto(`${server.url}/?q=created:2025-12..2026-02`);
  await expect(rows(page)).toHaveCount(3);
  await page.goto(`${server.url}/?q=cve:2024-1702`);
  await expect(rows(page)).toHaveCount(1);
  await page.goto(`${server.url}/?cve=2024-1702`);
  await expect(rows(page)).toHaveText([new RegExp(WANTED)]);
  await page.goto(`${server.url}/?threat=connectwise`);
  await expect(rows(page)).toHaveCount(6);
});

test('what a sync has brought since the last visit is marked', async ({ page }) => {
  await open(page, '/');
  await expect(page.locator('[data-unseen]')).toHaveCount(0);
  await page.evaluate(() =>
    localStorage.setItem('last visit', JSON.stringify({ since: 0, seen: 0, at: 0 })),
  );
  await page.reload();
  await expect(page.locator('[data-unseen="new"]')).toHaveCount(6);
});
