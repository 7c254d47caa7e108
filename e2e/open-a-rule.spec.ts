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
