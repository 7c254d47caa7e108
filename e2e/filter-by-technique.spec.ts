import { expect, test } from '@playwright/test';

const rows = (page: import('@playwright/test').Page) =>
  page.getByRole('list', { name: 'Rules' }).getByRole('listitem');

test('a technique includes its sub-techniques; a sub-technique only itself', async ({ page }) => {
  await page.goto('/?technique=T1059');
  const parent = await rows(page).count();
  expect(parent).toBeGreaterThan(1);
  await page.goto('/?technique=T1059.004');
  const child = await rows(page).count();
  expect(child).toBeGreaterThan(0);
  expect(child).toBeLessThan(parent);
  for (const row of await rows(page).all()) await expect(row).toContainText('T1059.004');
});

test('a technique can be entered by its name', async ({ page }) => {
  await page.goto('/');
  const field = page.getByRole('textbox', { name: 'Technique ID or name' });
  await field.fill('LSASS Memory');
  await field.press('Enter');
  await expect(page).toHaveURL(/technique=/);
  await expect(rows(page).first()).toContainText('T1003.001');
});

test('a chip in a row filters by it', async ({ page }) => {
  await page.goto('/?q=comsvcs');
  await rows(page).first().getByRole('link', { name: 'T1003.001' }).click();
  await expect(page).toHaveURL(/technique=T1003\.001/);
});
