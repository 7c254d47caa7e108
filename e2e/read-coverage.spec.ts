import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test('the matrix has the tactics of ATT&CK 19 and leads to a technique', async ({ page }) => {
  await page.goto('/coverage');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/coverage/i);
  for (const tactic of ['Reconnaissance', 'Stealth', 'Defense Impairment', 'Impact']) {
    await expect(
      page.getByRole('columnheader', { name: new RegExp(tactic, 'i') }).first(),
    ).toBeAttached();
  }
  await expect(page.getByRole('contentinfo')).toContainText('The MITRE Corporation');
  await page.goto('/techniques/T1059');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'Command and Scripting Interpreter',
  );
  await expect(page.getByRole('main')).toContainText('T1059.001');
});

test('why the counts differ from the feed’s stands above the matrix', async ({ page }) => {
  await page.goto('/coverage');
  const note = await page.getByText('so its counts can differ').boundingBox();
  const matrix = await page.locator('#matrix').boundingBox();
  expect(note?.y).toBeLessThan(matrix?.y ?? 0);
});

test('a revoked technique names its successor', async ({ page }) => {
  await page.goto('/techniques/T1562.001');
  await expect(page.getByRole('main')).toContainText('T1685');
});

test('the Navigator layer can be downloaded', async ({ request }) => {
  const response = await request.get('/coverage/layer.json');
  expect(response.ok()).toBe(true);
  const layer = await response.json();
  expect(layer.domain).toBe('enterprise-attack');
  expect(layer.techniques.length).toBeGreaterThan(20);
});

test('gaps stand above the matrix and lead to their techniques', async ({ page }) => {
  await page.goto('/coverage');
  const gaps = page.getByRole('region', { name: /^Gaps: \d+ techniques/ });
  const matrix = await page.locator('#matrix').boundingBox();
  expect((await gaps.boundingBox())?.y).toBeLessThan(matrix?.y ?? 0);
  const others = gaps.getByRole('list').nth(1);
  await expect(others).toBeHidden();
  await gaps.getByText(/^Show all \d+$/).click();
  await expect(others).toBeVisible();
  await gaps.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/techniques\/T\d/);
  await expect(page.getByRole('main')).toContainText('0 rules');
});

test('a cell opens its rules in place, with the keyboard too', async ({ page }) => {
  await page.goto('/coverage');
  const cell = page.locator('.cell-link[href="/techniques/T1003"]');
  const panel = page.getByRole('region', { name: 'T1003 OS Credential Dumping' });
  await expect(cell).toHaveAttribute('tabindex', /./);
  await cell.focus();
  await page.keyboard.press('Enter');
  await expect(panel).toContainText(/\d+ rules, \d+ with a query/);
  await expect(panel.getByRole('listitem').first()).toContainText(
    /(critical|high|medium|low).*(exact|approximate|unsupported)/,
  );
  const { violations } = await new AxeBuilder({ page }).include('.cell-panel').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await expect(page).toHaveURL('/coverage');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(cell).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(panel).toBeHidden();
  await expect(cell).not.toBeFocused();
  await cell.click();
  await panel.getByRole('listitem').first().getByRole('link').click();
  await expect(page).toHaveURL(/\/rules\//);
});

test('a step of the legend limits the matrix, by an address of its own', async ({ page }) => {
  await page.goto('/coverage');
  const all = await page.locator('.cell-link').count();
  const none = page.getByRole('link', { name: /^none\b.*techniques$/ });
  const count = Number((await none.textContent())?.replace(/\D/g, ''));
  await none.click();
  await expect(page).toHaveURL('/coverage?only=0', { timeout: 30_000 });
  await expect(none).toHaveAttribute('aria-current', 'true');
  // Names by tactic, because there is no number to shade.
  await expect(page.locator('.cell-link')).toHaveCount(0);
  const hrefs = await page
    .locator('.uncovered li > a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(new Set(hrefs).size).toBe(count);
  await page.getByRole('link', { name: 'Show all', exact: true }).click();
  await expect(page.locator('.cell-link')).toHaveCount(all, { timeout: 30_000 });
  await expect(page).toHaveURL('/coverage');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a cell leads to the page of its technique', async ({ page }) => {
    await page.goto('/coverage?only=1&only=3');
    await page.locator('.cell-link').first().click();
    await expect(page).toHaveURL(/\/techniques\/T\d/);
  });
});

test('the page stays below 45 KB as gzip', async ({ request }) => {
  const page = await (await request.get('/coverage')).body();
  expect(gzipSync(page).length).toBeLessThan(45 * 1024);
});

test('the matrix begins in the upper half of the window, below the gaps', async ({ page }) => {
  await page.goto('/coverage');
  const matrix = await page.locator('#matrix').boundingBox();
  expect(matrix?.y).toBeLessThan((page.viewportSize()?.height ?? 0) / 2);
});

test('a phone shows every figure of each platform, table and component', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const axis of ['platform', 'table', 'component', 'strategy']) {
    await page.goto(`/coverage/by/${axis}`);
    // Without MITRE’s bundle, only tables can be counted.
    if (axis !== 'table' && (await page.getByText('Nothing to count').isVisible())) continue;
    const cells = page.locator('.axis-table tbody tr').first().locator('th, td');
    expect(await cells.count(), axis).toBeGreaterThanOrEqual(5);
    for (const cell of await cells.all()) {
      const box = await cell.boundingBox();
      expect(box?.x, axis).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0), axis).toBeLessThanOrEqual(390);
    }
  }
});
