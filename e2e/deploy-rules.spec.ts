import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { pressUntil } from './press-until';

const TITLE = 'Process Memory Dumped Through Comsvcs.dll';

async function openRule(page: Page, target: 'sentinel' | 'defender-xdr') {
  await page.goto('/?q=comsvcs');
  await page.getByRole('link', { name: TITLE }).click();
  const name = target === 'sentinel' ? /Sentinel tables/ : /Defender XDR/;
  const tab = page.getByRole('navigation', { name: 'Targets' }).getByRole('link', { name });
  await tab.click();
  await expect(page).toHaveURL(new RegExp(`target=${target}`));
  await expect(tab).toHaveAttribute('aria-current', 'true');
}

test('a rule shows its query in a format that deploys, with what the format loses', async ({
  page,
}) => {
  await openRule(page, 'sentinel');
  const deploy = page.getByRole('region', { name: 'Deploy' });
  await deploy.getByRole('link', { name: /ARM template/ }).click();
  await expect(page).toHaveURL(/format=arm/);
  await expect(deploy.getByText('every hour over the last')).toBeVisible();
  await expect(deploy.getByRole('list', { name: /cannot carry/ })).toContainText('Changed');
  const href = await deploy.getByRole('link', { name: 'Download' }).first().getAttribute('href');
  const template = await (await page.request.get(href ?? '')).json();
  expect(template.resources[0]).toMatchObject({
    kind: 'Scheduled',
    properties: { displayName: expect.stringContaining('Comsvcs'), enabled: false },
  });
  const { violations } = await new AxeBuilder({ page })
    .include('[aria-labelledby=deploy]')
    .analyze();
  expect(violations).toEqual([]);
});

test('the format is chosen without JavaScript and on a phone', async ({ browser }) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  await openRule(page, 'defender-xdr');
  await page
    .getByRole('region', { name: 'Deploy' })
    .getByRole('link', { name: /Custom detection/ })
    .click();
  await expect(page.getByRole('region', { name: 'Deploy' })).toContainText('"status": "disabled"');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await context.close();
});

test('a refused format says why, and has no file', async ({ page, request }) => {
  await openRule(page, 'defender-xdr');
  await page
    .getByRole('region', { name: 'Deploy' })
    .getByRole('link', { name: /ARM template/ })
    .click();
  const deploy = page.getByRole('region', { name: 'Deploy' });
  await expect(deploy.getByRole('list', { name: /cannot carry/ })).toContainText('Refused');
  await expect(deploy.getByRole('link', { name: 'Download' })).toHaveCount(0);
  const answer = await request.get(`${page.url().replace(/\?/, '/deploy?').replace(/#.*/, '')}`);
  expect(answer.status()).toBe(404);
});

test('three marked rules become a bundle, and the bundle is recognised when it comes back', async ({
  page,
}) => {
  await page.goto('/?product=windows&target=sentinel');
  await pressUntil(page, 'j', page.locator('[data-row-link]:focus'));
  await pressUntil(page, 'x', page.getByText('1 rule selected'));
  await page.locator('[data-select]').nth(2).check();
  await page.locator('[data-select]').nth(3).check();
  await page.reload();
  await expect(page.getByText('3 rules selected')).toBeVisible();
  await page.getByRole('link', { name: 'Open the selection' }).click();
  await expect(page.getByRole('heading', { name: 'Selection: 3 rules' })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the bundle' }).click(),
  ]);
  const files = unzipSync(await readFile(await download.path()));
  const names = Object.keys(files);
  const templates = names.filter((name) => name.startsWith('AnalyticsRules/'));
  const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()));
  expect(manifest).toMatchObject({ format: 'arm', written: templates.length });
  expect(manifest.entries).toHaveLength(3);
  for (const entry of manifest.entries) expect(entry.licence).toBe('MIT');
  expect(strFromU8(files['README.md'] ?? new Uint8Array())).toContain('az deployment group create');

  await page.goto('/deployed');
  const [first = '', ...others] = templates;
  const template = JSON.parse(strFromU8(files[first] ?? new Uint8Array()));
  template.resources[0].properties.query += '\n| where Computer != "mine"';
  await expect(async () => {
    await page.locator('input[type=file]').setInputFiles([
      {
        name: 'edited.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(template)),
      },
      ...others.map((name) => ({
        name,
        mimeType: 'application/json',
        buffer: Buffer.from(files[name] ?? []),
      })),
    ]);
    await expect(page.getByRole('heading', { name: 'Changed by hand 1' })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await expect(page.getByRole('heading', { name: `Current ${others.length}` })).toBeVisible();
  await page.getByText('What the catalog has instead').click();
  await expect(page.getByText('| where Computer != "mine"')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});

test('a selection is an address, whatever the browser keeps', async ({ browser, page }) => {
  await page.goto('/selection?all=1&q=comsvcs');
  await expect(page.getByRole('heading', { name: /Selection: \d+ rules?/ })).toBeVisible();
  await page.getByRole('button', { name: 'Keep as my selection' }).click();
  await expect(page.getByRole('link', { name: 'Clear' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const other = await plain.newPage();
  await other.goto('/');
  await other.locator('[data-select]').first().check();
  await other.locator('[data-select]').nth(1).check();
  await other.getByRole('button', { name: 'Open the marked rules' }).click();
  await expect(other.getByRole('heading', { name: 'Selection: 2 rules' })).toBeVisible();
  await other
    .getByRole('button', { name: /^Take out/ })
    .first()
    .click();
  await expect(other.getByRole('heading', { name: 'Selection: 1 rule' })).toBeVisible();
  await plain.close();
});

test('a technique’s best rules join the selection', async ({ page }) => {
  await page.goto('/techniques/T1003.001');
  await page.getByRole('link', { name: /Select its best/ }).click();
  await expect(page.getByText('Its best rules are selected')).toBeVisible();
  await expect(page.getByText(/rules? selected/)).toBeVisible();
});

test('what cannot be read or is from elsewhere is told', async ({ page }) => {
  await page.goto('/deployed');
  await page.getByLabel('Export', { exact: true }).fill('{"a":');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByText('It is not valid JSON')).toBeVisible();
  await page
    .getByLabel('Export', { exact: true })
    .fill('id: 0a6f5f0e-6e1d-5c8f-9f8b-2f4f8f6f7a02\nname: Mine\nseverity: High\nquery: Event\n');
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('heading', { name: 'From elsewhere 1' })).toBeVisible();
});
