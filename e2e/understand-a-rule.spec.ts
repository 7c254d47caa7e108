import { expect, test } from '@playwright/test';

const TITLE = 'Process Memory Dumped Through Comsvcs.dll';

test.beforeEach(async ({ page }) => {
  await page.goto('/?q=comsvcs');
  await page.getByRole('link', { name: TITLE }).click();
  await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
  await page.getByRole('link', { name: /Defender XDR/ }).click();
  await expect(page).toHaveURL(/target=defender-xdr/);
});

test('the hypothesis says what a match would show, where to look and what would refute it', async ({
  page,
}) => {
  const lines = page.getByRole('region', { name: 'Hunt hypothesis' }).locator('p');
  await expect(lines.nth(0)).toHaveText(/would show an adversary who .+ \(T\d{4}(?:\.\d{3})?\)\.$/);
  await expect(lines.nth(1)).toContainText('DeviceProcessEvents');
  await expect(lines.nth(2)).toHaveText(/[.]$/);
});

test('the whole condition can be read in words', async ({ page }) => {
  const region = page.getByRole('region', { name: 'Hunt hypothesis' });
  await region.getByText('The whole rule in words').click();
  await expect(region.getByRole('list').first()).toContainText('The command line contains');
});

test('each step of triage says where it comes from, and has a query that can be copied', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const triage = page.getByRole('region', { name: 'Triage' });
  const steps = triage.locator('li.statement');
  expect(await steps.count()).toBeGreaterThanOrEqual(4);
  await expect(steps.first().locator('.origin')).toHaveText(/^(?:Rule|Catalog|ATT&CK)/);
  const pivot = triage.locator('details').first();
  await pivot.locator('summary').click();
  await expect(pivot).toContainText('// Fill in from the match');
  await pivot.getByRole('button', { name: /^Copy/ }).click();
  await expect(pivot.getByRole('button', { name: /^Copied/ })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^\/\/ Fill in from the match\nlet /);
});

test('guidance gives the expected volume and lines that tune the query', async ({ page }) => {
  const region = page.getByRole('region', { name: 'False positive guidance' });
  await expect(region).toContainText(/Expected volume: (?:rare|occasional|frequent)/);
  await region.locator('summary', { hasText: 'Leave out what you know' }).click();
  await expect(region).toContainText('| where not(InitiatingProcessFolderPath =~');
});

test('a rule says which data it needs, what it does not see, and which rules are near', async ({
  page,
}) => {
  await expect(page.getByRole('region', { name: 'Data needed' })).toContainText('Switch on');
  const attack = page.getByRole('region', { name: 'MITRE ATT&CK context' });
  await expect(attack).toContainText('Missed by this log source');
  await expect(attack.getByRole('heading', { name: 'Neighbouring rules' })).toBeVisible();
});

test('the names of authors take the free width of their line', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/rules/a286231e-54a6-43cc-ba2a-4b95444c48f9`);
  const line = await page.locator('.decision').boundingBox();
  const author = await page.locator('.decision-author').boundingBox();
  expect((author?.x ?? 0) + (author?.width ?? 0)).toBeCloseTo(
    (line?.x ?? 0) + (line?.width ?? 0),
    0,
  );
});
