import { expect, test } from '@playwright/test';

for (const javaScriptEnabled of [true, false]) {
  test.describe(`on a phone ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test('the menu names the page and leads to every other one', async ({ page }) => {
      await page.goto('/techniques/T1059');
      const menu = page.getByRole('navigation', { name: 'Main' });
      await expect(menu.locator('summary')).toContainText('Techniques');
      await menu.locator('summary').click();
      await expect(menu.getByRole('link')).toHaveCount(12);
      await expect(menu.getByRole('link').and(page.locator('[aria-current]'))).toHaveText(
        'Techniques',
      );
      await menu.getByRole('link', { name: 'Status' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Status' })).toBeVisible();
      await expect(menu.locator('summary')).toContainText('Status');
      await expect(menu.getByRole('link').first()).toBeHidden();
    });
  });
}

test.describe('on a very wide screen', () => {
  test.use({ viewport: { width: 2560, height: 1300 } });

  test('header, page and footer are equally wide everywhere', async ({ page }) => {
    const places = new Set<string>();
    for (const path of ['/', '/coverage', '/techniques', '/environment', '/compare', '/glossary']) {
      await page.goto(path);
      const edges = await page
        .locator('.page')
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON()));
      for (const { left, right } of edges) places.add(`${left} to ${right}`);
    }
    expect([...places]).toHaveLength(1);
  });
});
