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

const FIELDS = 'input:not([type=hidden], [type=radio], [type=file]), select, textarea, .own-switch';

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`borders of fields, ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const path of [
      '/',
      '/coverage',
      '/techniques',
      '/environment',
      '/translate',
      '/deployed',
    ]) {
      test(`${path} has 3:1 between them and the page`, async ({ page }) => {
        await page.goto(path);
        const low = await page.locator(FIELDS).evaluateAll((fields) => {
          const canvas = document.createElement('canvas').getContext('2d', {
            willReadFrequently: true,
          });
          const luminance = (colour: string) => {
            if (!canvas) throw new Error('There is no canvas.');
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
              const share = value / 255;
              return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const groundOf = (element: Element | null): string => {
            const colour = element ? getComputedStyle(element).backgroundColor : 'white';
            return /, 0\)$/.test(colour) ? groundOf(element?.parentElement ?? null) : colour;
          };
          return fields.flatMap((field) => {
            if (!field.checkVisibility() || field.matches('.sr-only')) return [];
            const { borderTopColor } = getComputedStyle(
              field,
              field.matches('.own-switch') ? '::before' : undefined,
            );
            const [dark = 0, light = 0] = [
              luminance(borderTopColor),
              luminance(groundOf(field.parentElement)),
            ].sort((a, b) => a - b);
            const contrast = (light + 0.05) / (dark + 0.05);
            return contrast < 3 ? [`${field.outerHTML.slice(0, 80)} ${contrast}`] : [];
          });
        });
        expect(low).toEqual([]);
      });
    }
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
