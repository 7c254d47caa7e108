import { expect, type Page, test } from '@playwright/test';
import { pressUntil } from './press-until';

const heading = (page: Page) => page.getByRole('heading', { level: 2, name: /^\d+ rules?$/ });
const search = (page: Page) => page.getByRole('combobox', { name: 'Search rules' });

/** Marks the document, so that a test can tell whether it is still the same one. */
const markDocument = (page: Page) => page.evaluate(() => Object.assign(window, { isMarked: true }));
const isMarked = (page: Page) => page.evaluate(() => 'isMarked' in window);

test('a filter changes the page in place, and the history’s buttons follow', async ({ page }) => {
  await page.goto('/');
  await markDocument(page);
  const all = (await heading(page).textContent()) ?? '';
  const critical = page.getByRole('checkbox', { name: /^critical/ });
  await critical.check();
  await expect(page).toHaveURL('/?level=critical');
  await expect(heading(page)).not.toHaveText(all);
  await expect(critical).toBeFocused();
  await search(page).fill('zzzz');
  await expect(page).toHaveURL('/?level=critical&q=zzzz');
  await expect(page.getByRole('main')).toContainText(/no rule/i);
  await page.goBack();
  await expect(page).toHaveURL('/');
  await expect(heading(page)).toHaveText(all);
  await expect(critical).not.toBeChecked();
  await page.goForward();
  await expect(page.getByRole('main')).toContainText(/no rule/i);
  await expect(search(page)).toHaveValue('zzzz');
  await expect(critical).toBeChecked();
  expect(await isMarked(page)).toBe(true);
});

test('the search box keeps focus and text while the rules change', async ({ page }) => {
  await page.goto('/');
  await search(page).pressSequentially('coms', { delay: 30 });
  await expect(page).toHaveURL('/?q=coms');
  await search(page).pressSequentially('vcs', { delay: 30 });
  await expect(page).toHaveURL('/?q=comsvcs');
  await expect(search(page)).toBeFocused();
  await expect(search(page)).toHaveValue('comsvcs');
  await expect(page.locator('#results')).not.toHaveAttribute('aria-busy', /./);
});

test('another page is shown with its own style and title, and back is where one was', async ({
  page,
}) => {
  await page.goto('/');
  await markDocument(page);
  await page.evaluate(() => window.scrollTo(0, 900));
  const palette = page.getByRole('combobox', { name: 'Rule, technique or page' });
  await pressUntil(page, 'ControlOrMeta+k', palette);
  await palette.fill('coverage');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Coverage');
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle(/^Coverage/);
  await expect(page.locator('.matrix table')).toHaveCSS('table-layout', 'fixed');
  await expect(page.getByRole('link', { name: 'Coverage' }).first()).toHaveAttribute(
    'aria-current',
    'page',
  );
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await expect(page).toHaveTitle(/^SOC feed/);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(900);
  expect(await isMarked(page)).toBe(true);
});

test('a page that React runs is opened as a document', async ({ page }) => {
  await page.goto('/');
  await markDocument(page);
  const palette = page.getByRole('combobox', { name: 'Rule, technique or page' });
  await pressUntil(page, 'ControlOrMeta+k', palette);
  await palette.fill('translate');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Translate');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/translate');
  await expect(page.getByRole('textbox').first()).toBeVisible();
  expect(await isMarked(page)).toBe(false);
});

for (const address of [
  '/',
  '/coverage',
  '/techniques',
  '/techniques/T1059',
  '/status',
  '/selection',
]) {
  test(`${address} has one script, and one of its own that shows lists as the reader chose`, async ({
    request,
  }) => {
    const response = await request.get(address);
    const scripts = (await response.text()).match(/<script[^>]*>/g);
    expect(scripts).toEqual([
      expect.stringMatching(
        /^<script type="module" src="\/_next\/static\/behaviour\/entry-\w+\.js">$/,
      ),
      '<script>',
    ]);
    const policy = response.headers()['content-security-policy'];
    expect(policy).toMatch(/script-src 'self' 'sha256-[^' ]+';/);
  });
}
