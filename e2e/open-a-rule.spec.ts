import { expect, test } from '@playwright/test';

const TITLE = 'Process Memory Dumped Through Comsvcs.dll';

test.beforeEach(async ({ page }) => {
  await page.goto('/?q=comsvcs');
  await page.getByRole('link', { name: TITLE }).click();
  await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
});

test('a rule shows its parts in order', async ({ page }) => {
  const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
  const expected = [
    'Hunt hypothesis',
    'Detection rule',
    'Evidence',
    'False positive guidance',
    'MITRE ATT&CK context',
    'Original source',
  ];
  const found = expected.map((name) => headings.findIndex((text) => text.includes(name)));
  expect(found.every((at) => at >= 0)).toBe(true);
  expect([...found].sort((a, b) => a - b)).toEqual(found);
  await expect(page.getByRole('main')).toContainText('T1003.001');
  await expect(page.getByRole('main')).toContainText(/confidence/i);
  await expect(page.getByRole('main')).toContainText('Watchfloor');
  await expect(page.getByRole('main')).toContainText(/validate/i);
});

test('the link back keeps the filters, the place and the selected row', async ({ page }) => {
  await page.goto('/?level=high&product=windows');
  const link = page.locator('[data-row-link]').nth(9);
  await link.scrollIntoViewIfNeeded();
  const title = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await page.getByRole('navigation', { name: 'Targets' }).getByRole('link').last().click();
  await expect(page).toHaveURL(/target=/);
  await page.getByRole('link', { name: 'SOC feed' }).first().click();
  await expect(page).toHaveURL(/\?level=high&product=windows$/);
  await expect(page.locator('[data-row-link]').nth(9)).toBeFocused();
  await expect(page.locator('[data-row-link]').nth(9)).toBeInViewport();
});

test('the coverage link marks the rule’s techniques in the whole matrix', async ({ page }) => {
  await page
    .getByRole('navigation', { name: 'Back' })
    .getByRole('link', { name: 'Coverage' })
    .click();
  await expect(page.getByRole('main')).toContainText(`The matrix marks 2 techniques of ${TITLE}`);
  const marked = page.locator('.cell-link[data-mark]');
  await expect(marked).toHaveText([/^Rundll32 \(marked\)/, /^LSASS Memory \(marked\)/]);
  await expect(marked.first()).toBeInViewport();
  expect(await page.locator('.cell-link:not([data-mark])').count()).toBeGreaterThan(500);
  await page.getByRole('link', { name: 'Remove the marks' }).click();
  await expect(marked).toHaveCount(0);
});

test('each target has its own query and outcome', async ({ page }) => {
  const targets = page.getByRole('navigation', { name: 'Targets' });
  await targets.getByRole('link', { name: /Defender XDR/ }).click();
  await expect(page).toHaveURL(/target=defender-xdr/);
  await expect(page.getByRole('main')).toContainText('DeviceProcessEvents');
  await targets.getByRole('link', { name: /Sentinel ASIM/ }).click();
  await expect(page.getByRole('main')).toContainText('_Im_ProcessCreate');
});

test('the hypothesis names the table of the query that is shown', async ({ page }) => {
  await page.getByRole('link', { name: /Defender XDR/ }).click();
  await expect(page.getByRole('region', { name: 'Hunt hypothesis' })).toContainText(
    'DeviceProcessEvents',
  );
});

test('the evidence names the sample that fires', async ({ page }) => {
  const evidence = page.getByRole('region', { name: 'Evidence' });
  await expect(evidence).toContainText(/Microsoft/);
  await expect(evidence).toContainText(/near miss/i);
});
