import { expect, test } from '@playwright/test';
import { pressUntil } from './press-until';

test('the footer leads to the glossary, where terms link to each other', async ({ page }) => {
  await page.goto('/status');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Glossary' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeVisible();
  await page
    .locator('#proven-on-real-events')
    .getByRole('link', { name: 'sample', exact: true })
    .click();
  await expect(page).toHaveURL(/\/glossary#sample$/);
});

test('a letter leads to its first term, below what stays in sight', async ({ page }) => {
  await page.goto('/glossary');
  const letters = page.getByRole('navigation', { name: 'Terms by letter' });
  await letters.getByRole('link', { name: 'S', exact: true }).click();
  await expect(page).toHaveURL(/#same$/);
  const [bar, term] = [await letters.boundingBox(), await page.locator('#same').boundingBox()];
  expect(term?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
});

test('a badge shows the definition that the glossary gives', async ({ page }) => {
  await page.goto('/glossary');
  const definition = await page.locator('#self-tested dd').textContent();
  await page.goto('/?proof=self-tested');
  const tip = await page.locator('.proof-self-tested').first().getAttribute('data-tip');
  expect(definition).toContain(tip ?? 'no tooltip');
});

test('the keyboard help links to the glossary', async ({ page }) => {
  await page.goto('/');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const link = help.getByRole('link', { name: 'glossary' });
  await pressUntil(page, '?', link);
  await expect(link).toHaveAttribute('href', '/glossary');
});
