import { expect, test } from '@playwright/test';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const clipboard = (page: import('@playwright/test').Page) =>
  page.evaluate(() => navigator.clipboard.readText());

test('copying on the rule page gives the query with its attribution', async ({ page }) => {
  await page.goto('/?q=comsvcs');
  await page.getByRole('link', { name: 'Process Memory Dumped Through Comsvcs.dll' }).click();
  await page.getByRole('link', { name: /Defender XDR/ }).click();
  await expect(page).toHaveURL(/target=defender-xdr/);
  await page
    .getByRole('button', { name: /Copy KQL/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Copied/ }).first()).toBeVisible();
  const text = await clipboard(page);
  expect(text).toContain('// Process Memory Dumped Through Comsvcs.dll');
  expect(text).toMatch(/\/\/ Author: Watchfloor/);
  expect(text).toMatch(/\/\/ Licence: MIT/);
  expect(text).toContain('DeviceProcessEvents');
  expect(text).toContain('comsvcs');
});

test('copying in the feed gives the same, and so does the key c', async ({ page }) => {
  await page.goto('/?q=comsvcs');
  await page
    .getByRole('button', { name: /Copy KQL/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Copied/ }).first()).toBeVisible();
  const byButton = await clipboard(page);
  expect(byButton).toContain('// Process Memory Dumped Through Comsvcs.dll');
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.locator('body').press('j');
  await page.keyboard.press('c');
  await expect.poll(() => clipboard(page)).toBe(byButton);
});
