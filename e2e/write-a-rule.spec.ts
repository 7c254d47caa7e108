import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';

const KEYS = '.cm-tooltip-autocomplete';

/** Opens the page and waits for the editor, which loads after it. */
async function openEditor(page: Page, address = '/translate'): Promise<Locator> {
  await page.goto(address);
  const editor = page.locator('.cm-content');
  await expect(editor).toBeVisible({ timeout: 20_000 });
  return editor;
}

/** Puts the cursor at the end of the first line that has the text. */
async function goToEndOf(editor: Locator, text: string): Promise<void> {
  await editor.locator('.cm-line', { hasText: text }).first().click();
  await editor.press('End');
}

/** Asks for what fits at the cursor until it is offered: the words come after the editor. */
async function expectOffer(page: Page, text: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Control+Space');
    await expect(page.locator(KEYS)).toContainText(text, { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}

/** Takes what the list offers, which the editor refuses in the first moment, so that nobody takes it by mistake. */
async function accept(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
}

test('whoever arrives finds an example with its queries and verdicts', async ({ page }) => {
  const editor = await openEditor(page);
  await expect(editor).toContainText('Encoded PowerShell started by an Office program');
  const main = page.getByRole('main');
  await expect(main).toContainText('_Im_ProcessCreate', { timeout: 30_000 });
  await expect(main).toContainText('1 of 2 events matched');
  await expect(main).toContainText('The rule has no problem.');
  await editor.fill('');
  await page.getByRole('textbox', { name: 'Events' }).fill('');
  await page.reload();
  await expect(editor).toContainText('Encoded PowerShell');
});

test('the editor completes log sources, fields, modifiers and tags', async ({ page }) => {
  const editor = await openEditor(page);
  await editor.fill('title: A\nlogsource:\n    product: windows\n');
  await goToEndOf(editor, 'product: windows');
  await editor.press('Enter');
  await editor.pressSequentially('cat');
  await expectOffer(page, 'category');
  await accept(page);
  await editor.pressSequentially('process_cr');
  await expectOffer(page, 'process creation');
  await accept(page);
  await expect(editor).toContainText('category: process_creation');

  await editor.fill(
    'title: A\nlogsource:\n    product: windows\n    category: process_creation\ndetection:\n    selection:\n        ParentIm',
  );
  await editor.press('Control+End');
  await expectOffer(page, 'ParentImage');
  await accept(page);
  await editor.pressSequentially('|ends');
  await expectOffer(page, 'endswith');
  await accept(page);
  await expect(editor).toContainText('ParentImage|endswith');
});

test('problems stand beside their lines, and the list leads to them', async ({ page }) => {
  const editor = await openEditor(page);
  await goToEndOf(editor, 'level: high');
  await editor.pressSequentially('est');
  const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button').first();
  await expect(problem).toHaveText(/line 21/, { timeout: 20_000 });
  const marker = page.locator('.cm-lint-marker-error');
  await expect(marker).toBeVisible();
  await marker.hover();
  await expect(page.locator('.cm-tooltip')).toContainText('highest is not a level');
  await problem.click();
  await expect(editor).toBeFocused();
  await page.keyboard.type('low');
  await expect(editor).toContainText('level: low');
  await expect(page.getByRole('main')).toContainText('The rule has no problem.');
});

test('the keyboard gets out of the editor, and letters stay in it', async ({ page }) => {
  const editor = await openEditor(page);
  await goToEndOf(editor, 'author: you');
  await editor.pressSequentially('xc?/f');
  await expect(editor).toContainText('author: youxc?/f');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(editor).toBeFocused();
  await editor.press('Tab');
  await expect(editor).not.toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(editor).toBeFocused();
  await editor.press('Escape');
  await expect(editor).not.toBeFocused();
});

test('fast typing keeps its order', async ({ page }) => {
  const editor = await openEditor(page);
  await goToEndOf(editor, 'author: you');
  await page.keyboard.type(' and whoever else wrote this', { delay: 5 });
  await expect(editor).toContainText('author: you and whoever else wrote this');
});

test('the latest text has the last word', async ({ page }) => {
  const editor = await openEditor(page);
  let asked = 0;
  await page.route('**/api/translate', async (route) => {
    asked++;
    const isSlow = route.request().postData()?.includes('Slow rule');
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, 2_000));
    await route.continue().catch(() => {});
  });
  await editor.fill('title: Slow rule\n');
  await expect.poll(() => asked).toBe(1);
  await editor.fill('title: Fast rule\n');
  await expect.poll(() => asked).toBe(2);
  await page.waitForTimeout(2_500);
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('Error');
  await expect(editor).toContainText('Fast rule');
  await expect(page.getByRole('main')).not.toContainText('Slow rule');
});

test('an address shares rule and events, until they change', async ({ page, context }) => {
  const editor = await openEditor(page);
  await goToEndOf(editor, 'author: you');
  await editor.pressSequentially(' and me');
  await page.getByRole('button', { name: 'Share as an address' }).click();
  await expect(page).toHaveURL(/#texts=[\w-]+$/);
  const other = await context.newPage();
  const shared = await openEditor(other, page.url());
  await expect(shared).toContainText('author: you and me');
  await expect(other.getByRole('textbox', { name: 'Events' })).toHaveValue(/WINWORD/);
  await shared.press('End');
  await shared.pressSequentially('!');
  await expect(other).toHaveURL(/\/translate$/);
  await other.reload();
  await expect(shared).toContainText('!');
});

test('what does not fit in an address says so, and so does an address that was cut off', async ({
  page,
}) => {
  await openEditor(page);
  const events = Array.from({ length: 3_000 }, (_, at) => ((at * 7919) % 65_521).toString(36));
  await page.getByRole('textbox', { name: 'Events' }).fill(events.join(' '));
  await page.getByRole('button', { name: 'Share as an address' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'address of' })).toContainText(
    'Share fewer events',
  );
  expect(page.url()).not.toContain('#');
  await page.goto('/status');
  await page.goto('/translate#texts=3VPBTtww');
  await expect(page.getByRole('main')).toContainText('the address was cut off or changed');
});

test('a binary event log is refused with the command that converts it', async ({ page }) => {
  await openEditor(page);
  const files = page.locator('input[type="file"]');
  await files.nth(1).setInputFiles({
    name: 'Security.evtx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('ElfFile\0'),
  });
  await expect(page.getByRole('alert').filter({ hasText: 'evtx' })).toContainText(
    'evtx_dump -o jsonl -f Security.jsonl Security.evtx',
  );
  await expect(page.getByRole('textbox', { name: 'Events' })).toHaveValue(/WINWORD/);
});

test('a block of a query folds, and unfolds', async ({ page }) => {
  await openEditor(page);
  const query = page.getByRole('region', { name: 'KQL for Sentinel ASIM' });
  const line = query.locator('.ln', { hasText: 'selection_child' });
  await expect(line).toBeVisible({ timeout: 30_000 });
  const fold = query.getByRole('button', { name: 'Lines 7 to 13' });
  await fold.click();
  await expect(line).not.toBeVisible();
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await fold.click();
  await expect(line).toBeVisible();
});

test('a pasted rule deploys in the formats of a rule’s page', async ({ page }) => {
  await openEditor(page);
  await page.getByText('Deploy', { exact: true }).click();
  const formats = page.getByRole('group', { name: 'Formats' });
  await expect(formats.getByRole('button')).toHaveCount(8, { timeout: 30_000 });
  await expect(page.getByRole('main')).toContainText('name: Encoded PowerShell started');
  await formats.getByRole('button', { name: /Bicep/ }).click();
  await expect(page.getByRole('main')).toContainText('resource');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).first().click();
  expect((await download).suggestedFilename()).toMatch(/\.bicep$/);
  await formats.getByRole('button', { name: /Custom detection/ }).click();
  await expect(page.getByRole('list', { name: 'What the format cannot carry' })).toContainText(
    'Refused',
  );
});

test('without the editor, a text field does its work', async ({ page }) => {
  const html = await (await page.request.get('/translate')).text();
  await page.route('**/_next/static/chunks/**', (route) =>
    html.includes(new URL(route.request().url()).pathname) ? route.continue() : route.abort(),
  );
  await page.goto('/translate');
  const field = page.getByRole('textbox', { name: 'Sigma rule' });
  await expect(page.getByRole('main')).toContainText('_Im_ProcessCreate', { timeout: 30_000 });
  await field.fill('title: A\n');
  await expect(page.getByRole('main')).toContainText('There is no query', { timeout: 20_000 });
  await expect(field).toHaveValue('title: A\n');
});

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the editor keeps to the content security policy, and is accessible', async ({ page }) => {
      const violations: string[] = [];
      await page.exposeFunction('reportViolation', (what: string) => violations.push(what));
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          (window as unknown as { reportViolation(what: string): void }).reportViolation(
            `${event.violatedDirective} ${event.blockedURI}`,
          );
        });
      });
      const editor = await openEditor(page);
      await goToEndOf(editor, 'level: high');
      await editor.pressSequentially('x');
      await expect(page.locator('.cm-lint-marker-error')).toBeVisible({ timeout: 20_000 });
      await goToEndOf(editor, 'author: you');
      await editor.press('Enter');
      await editor.pressSequentially('re');
      await expect(page.locator(KEYS)).toBeVisible();
      const axe = await new AxeBuilder({ page }).analyze();
      expect(
        axe.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
      ).toEqual([]);
      expect(violations).toEqual([]);
    });
  });
}

test('on a phone, nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await openEditor(page);
  await page.getByText('Deploy', { exact: true }).click({ timeout: 30_000 });
  await expect(page.getByRole('group', { name: 'Formats' })).toBeVisible({ timeout: 30_000 });
  const [inner, outer] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(inner).toBeLessThanOrEqual(outer ?? 0);
});

test('a busy server is named once and calmly, and can be asked again at once', async ({ page }) => {
  let asked = 0;
  await page.route('**/api/translate', async (route) => {
    if (++asked > 1) return route.continue();
    await route.fulfill({
      status: 503,
      headers: { 'content-type': 'application/json', 'retry-after': '60' },
      body: JSON.stringify({ error: 'The translator is busy.' }),
    });
  });
  await openEditor(page);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await expect(page.getByText('The translator is busy.')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Next try in 60 s.' })).toBeVisible();
  await expect(page.locator('.note-error')).toHaveCount(0);
  await expect(page.getByText('Translating…')).toBeHidden();
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByText('The rule has no problem.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Try now' })).toHaveCount(0);
});

test('a busy server is asked again by itself when it said to', async ({ page }) => {
  let asked = 0;
  await page.route('**/api/translate', async (route) => {
    if (++asked > 2) return route.continue();
    await route.fulfill({
      status: 429,
      headers: { 'content-type': 'application/json', 'retry-after': '1' },
      body: JSON.stringify({ error: 'The translator is busy.' }),
    });
  });
  await openEditor(page);
  await expect(page.getByText('The rule has no problem.')).toBeVisible({ timeout: 60_000 });
  expect(asked).toBeGreaterThan(2);
});
