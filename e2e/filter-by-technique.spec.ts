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

for (const [width, height] of [
  [390, 844],
  [1440, 900],
] as const) {
  test(`the page of a technique begins with its rules at a width of ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/techniques/T1059');
    await expect(page.locator('[data-row]').first()).toBeInViewport({ ratio: 1 });
    await page.getByRole('link', { name: 'What a hunter should know' }).click();
    await expect(page.getByRole('heading', { name: 'What a hunter should know' })).toBeInViewport();
  });
}

test('what ATT&CK’s file does not describe says where it is', async ({ page }) => {
  await page.goto('/techniques/T1059');
  const note = page.getByText('has no text on this technique');
  await expect(note.getByRole('link', { name: 'Read it at MITRE' })).toHaveAttribute(
    'href',
    'https://attack.mitre.org/techniques/T1059',
  );
});

test('a chip in a row filters by it', async ({ page }) => {
  await page.goto('/?q=comsvcs');
  await rows(page).first().getByRole('link', { name: 'T1003.001' }).click();
  await expect(page).toHaveURL(/technique=T1003\.001/);
});

test('on a wide screen, the table of techniques takes the whole width', async ({ page }) => {
  await page.setViewportSize({ width: 2560, height: 1440 });
  await page.goto('/techniques');
  await expect(page.getByRole('columnheader', { name: 'Platforms' })).toBeVisible();
  const table = await page.getByRole('table').boundingBox();
  const search = await page.getByRole('search').first().boundingBox();
  expect(table?.width).toBeGreaterThanOrEqual(search?.width ?? Number.POSITIVE_INFINITY);
});
