import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

// axe checks each of the seven hundred techniques and every cell of the matrix.
test.describe.configure({ timeout: 240_000 });

const RULE = 'a286231e-54a6-43cc-ba2a-4b95444c48f9';

const PAGES = [
  '/',
  '/?q=comsvcs',
  '/?q=nothing-has-this-word',
  '/coverage',
  '/techniques',
  '/techniques/T1059',
  '/environment?env=SecurityEvent.Heartbeat-DeviceProcessEvents',
  '/status',
  '/glossary',
  '/translate',
  '/diagnostics',
  '/nowhere',
];

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const path of PAGES) {
      test(`${path} has no accessibility violation`, async ({ page }) => {
        await page.goto(path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual(
          [],
        );
      });
    }

    test('a rule has no accessibility violation', async ({ page }) => {
      await page.goto('/?q=comsvcs');
      await page.getByRole('list', { name: 'Rules' }).getByRole('link').first().click();
      await expect(page).toHaveURL(/\/rules\//);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual(
        [],
      );
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 700 } });

  for (const path of [
    '/',
    '/coverage',
    '/techniques',
    '/techniques/T1059',
    '/environment',
    '/status',
    '/glossary',
    '/translate',
    '/diagnostics',
    `/rules/${RULE}`,
  ]) {
    test(`${path} does not scroll sideways as a page, and its links have 24 pixels`, async ({
      page,
    }) => {
      await page.goto(path);
      const low = await page.evaluate(() =>
        [...document.querySelectorAll('main a, main button, footer a')].flatMap((link) => {
          const { width, height } = link.getBoundingClientRect();
          return width > 0 && height < 24 && link.checkVisibility()
            ? [`${link.textContent} ${height}`]
            : [];
        }),
      );
      expect(low).toEqual([]);
      const [inner, outer] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      expect(inner).toBeLessThanOrEqual(outer ?? 0);
    });
  }
});
