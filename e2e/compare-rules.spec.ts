import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const COMSVCS = 'a286231e-54a6-43cc-ba2a-4b95444c48f9';
const LSASS = 'f736cb79-7872-4b0c-8186-93d19ed533ef';
const BOTH = `/compare?a=${COMSVCS}&b=${LSASS}`;

test('a rule’s neighbour is one click away from standing beside it', async ({ page }) => {
  await page.goto(`/rules/${COMSVCS}`);
  await page.getByRole('link', { name: /^Compare with LSASS Memory Opened/ }).click();
  await expect(page).toHaveURL(BOTH);
  const main = page.getByRole('main');
  await expect(main.getByRole('link', { name: /Comsvcs/ })).toBeVisible();
  await expect(main).toContainText('windows / process_creation');
});

test('facts stand where the halves begin, and what only one rule has is marked', async ({
  page,
}) => {
  await page.goto(BOTH);
  const fact = (name: string) =>
    page.locator('.compared-facts > div', { hasText: new RegExp(`^${name}`) });
  await expect(fact('Level')).toContainText('high');
  await expect(fact('Log source')).toContainText('differs');
  await expect(fact('Defender XDR')).toContainText('exact');
  await expect(fact('Techniques').getByText('only here').first()).toBeVisible();
  const ofB = await fact('Level').locator('dd').nth(1).boundingBox();
  const title = await page.getByRole('heading', { level: 2 }).nth(1).boundingBox();
  expect(ofB?.x).toBe(title?.x);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('two rules stand side by side, with marks where their lines differ', async ({ page }) => {
    await page.goto(BOTH);
    const a = page.getByRole('region', { name: 'Sigma of A' });
    const b = page.getByRole('region', { name: 'Sigma of B' });
    await expect(a.locator('[data-differs]', { hasText: 'Image|endswith' })).toBeVisible();
    await expect(b.locator('[data-differs]', { hasText: 'TargetImage' })).toBeVisible();
    const [left, right] = [a, b].map((side) =>
      side.locator('.ln', { hasText: 'product: windows' }),
    );
    for (const line of [left, right]) {
      if (line) await expect(line).not.toHaveAttribute('data-differs');
    }
    expect((await left?.boundingBox())?.y).toBe((await right?.boundingBox())?.y);
    await expect(page.getByRole('heading', { name: 'KQL for Defender XDR' })).toBeVisible();
  });

  test('words lead to rules, and a rule to the comparison', async ({ page }) => {
    await page.goto(`/compare?a=${COMSVCS}`);
    await page.getByRole('searchbox', { name: 'Rule B' }).fill('lsass');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page
      .getByRole('list', { name: 'Rules for Rule B' })
      .getByRole('link', { name: /LSASS Memory Opened/ })
      .click();
    await expect(page).toHaveURL(BOTH);
  });

  test('the neighbours of the chosen rule are one click away', async ({ page }) => {
    await page.goto(`/compare?a=${COMSVCS}`);
    await page
      .getByRole('region', { name: 'Most like A' })
      .getByRole('link', { name: /LSASS Memory Opened/ })
      .click();
    await expect(page).toHaveURL(BOTH);
  });

  test('an address of a rule stands for it, and unknown words find nothing', async ({ page }) => {
    const address = encodeURIComponent(`https://rules.example.org/rules/${LSASS}?target=sentinel`);
    await page.goto(`/compare?a=${COMSVCS}&b=${address}`);
    await expect(page.getByRole('heading', { name: /LSASS Memory Opened/ })).toBeVisible();
    await page.goto('/compare?a=nothing-has-this-word');
    await expect(page.getByRole('main')).toContainText('No rule is found for this.');
  });
});

test('a rule that was pasted into the translate page stands beside one of the catalog', async ({
  page,
}) => {
  await page.goto('/translate');
  const editor = page.locator('.cm-content');
  await expect(editor).toContainText('Encoded PowerShell', { timeout: 20_000 });
  await page.getByRole('link', { name: 'Compare with a rule' }).click();
  await page.getByRole('searchbox', { name: 'Rule A' }).fill(COMSVCS);
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page).toHaveURL(`/compare?a=${COMSVCS}&b=pasted`);
  const pasted = page.getByRole('region', { name: 'Sigma of B' });
  await expect(pasted).toContainText('winword.exe', { timeout: 30_000 });
  const field = page.getByRole('textbox', { name: 'Pasted rule' });
  await field.fill((await field.inputValue()).replace('winword.exe', 'onenote.exe'));
  await expect(pasted).toContainText('onenote.exe', { timeout: 20_000 });
  await field.fill('title: A\n');
  await expect(page.getByRole('main')).toContainText('There is no query', { timeout: 20_000 });
});

test('on a phone, one rule stands below the other, and nothing scrolls sideways', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const address of [BOTH, '/compare', `/compare?a=${COMSVCS}`]) {
    await page.goto(address);
    const [inner, outer] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(inner, address).toBeLessThanOrEqual(outer ?? 0);
  }
  await page.goto(BOTH);
  const a = await page.getByRole('region', { name: 'Sigma of A' }).boundingBox();
  const b = await page.getByRole('region', { name: 'Sigma of B' }).boundingBox();
  expect(b?.y).toBeGreaterThan((a?.y ?? 0) + (a?.height ?? 0) - 1);
});

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const path of [
      BOTH,
      `/compare?a=${COMSVCS}&b=powershell`,
      `/compare?a=${COMSVCS}&b=pasted`,
    ]) {
      test(`${path} has no accessibility violation`, async ({ page }) => {
        await page.goto(path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual(
          [],
        );
      });
    }
  });
}
