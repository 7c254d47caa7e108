import { expect, test } from '@playwright/test';

const TITLE = 'Process Memory Dumped Through Comsvcs.dll';

test.beforeEach(async ({ page }) => {
  await page.goto('/?q=comsvcs');
  await page.getByRole('link', { name: TITLE }).click();
  await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
});

test('a rule shows its parts in order', async ({ page }) => {
  const headings = await page.locator('main :is(h2, h3)').allTextContents();
  const expected = [
    'Hunt hypothesis',
    'Detection rule',
    'Sigma (original)',
    'KQL',
    'Why this query',
    'On a match',
    'Triage',
    'False positive guidance',
    'Proof',
    'Evidence',
    'In your environment',
    'Deploy',
    'Data needed',
    'Background',
    'MITRE ATT&CK context',
    'Original source',
  ];
  const found = expected.map((name) => headings.findIndex((text) => text.includes(name)));
  expect(found.every((at) => at >= 0)).toBe(true);
  expect([...found].sort((a, b) => a - b)).toEqual(found);
  await expect(page.getByRole('main')).toContainText('T1003.001');
  await expect(page.getByRole('main')).toContainText(/confidence/i);
  await expect(page.getByRole('main')).toContainText('Watchfloor');
  await expect(page.getByRole('main')).toContainText(/validate/i);
});

test('the link back keeps the filters, the place and the selected row', async ({ page }) => {
  await page.goto('/?level=high&product=windows');
  const link = page.locator('[data-row-link]').nth(9);
  await link.scrollIntoViewIfNeeded();
  const title = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await page.getByRole('navigation', { name: 'Targets' }).getByRole('link').last().click();
  await expect(page).toHaveURL(/target=/);
  await page.getByRole('link', { name: 'SOC feed' }).first().click();
  await expect(page).toHaveURL(/\?level=high&product=windows$/);
  await expect(page.locator('[data-row-link]').nth(9)).toBeFocused();
  await expect(page.locator('[data-row-link]').nth(9)).toBeInViewport();
});

test('the coverage link marks the rule’s techniques in the whole matrix', async ({ page }) => {
  await page
    .getByRole('navigation', { name: 'Back' })
    .getByRole('link', { name: 'Coverage' })
    .click();
  await expect(page.getByRole('main')).toContainText(`The matrix marks 2 techniques of ${TITLE}`);
  const marked = page.locator('.cell-link[data-mark]');
  await expect(marked).toHaveText([/^Rundll32 \(marked\)/, /^LSASS Memory \(marked\)/]);
  await expect(marked.first()).toBeInViewport();
  expect(await page.locator('.cell-link:not([data-mark])').count()).toBeGreaterThan(500);
  await page.getByRole('link', { name: 'Proven', exact: true }).click();
  await expect(page).toHaveURL(/show=proven/);
  await expect(marked).toHaveCount(2);
  await page.getByRole('link', { name: 'Remove the marks' }).click();
  await expect(marked).toHaveCount(0);
});

test('each target has its own query and outcome', async ({ page }) => {
  const targets = page.getByRole('navigation', { name: 'Targets' });
  await targets.getByRole('link', { name: /Defender XDR/ }).click();
  await expect(page).toHaveURL(/target=defender-xdr/);
  await expect(page.getByRole('main')).toContainText('DeviceProcessEvents');
  await targets.getByRole('link', { name: /Sentinel ASIM/ }).click();
  await expect(page.getByRole('main')).toContainText('_Im_ProcessCreate');
});

test('the hypothesis names the table of the query that is shown', async ({ page }) => {
  await page.getByRole('link', { name: /Defender XDR/ }).click();
  await expect(page.getByRole('region', { name: 'Hunt hypothesis' })).toContainText(
    'DeviceProcessEvents',
  );
});

test('the evidence names the sample that fires', async ({ page }) => {
  const evidence = page.getByRole('region', { name: 'Evidence' });
  await expect(evidence).toContainText(/Microsoft/);
  await expect(evidence).toContainText(/near miss/i);
});

test('on a phone the targets are in one row, and no code scrolls inside the page', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const tabs = page.getByRole('navigation', { name: 'Targets' }).getByRole('link');
  const tops = await tabs.evaluateAll((links) =>
    links.map((link) => link.getBoundingClientRect().y),
  );
  expect(new Set(tops).size).toBe(1);
  const scrolling = await page
    .locator('.code')
    .evaluateAll((boxes) => boxes.filter((box) => box.scrollHeight > box.clientHeight + 1).length);
  expect(scrolling).toBe(0);
});

test('no word of a name breaks in the trace', async ({ page }) => {
  for (const width of [1440, 1024, 768, 360]) {
    await page.setViewportSize({ width, height: 900 });
    const broken = await page.locator('.trace .name').evaluateAll((names) => {
      const words = [];
      for (const name of names) {
        const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const range = document.createRange();
          range.selectNodeContents(node);
          if (range.getClientRects().length > 1) words.push(node.textContent);
        }
      }
      return words;
    });
    expect(broken, `at ${width} pixels`).toEqual([]);
  }
});

test('print shows the whole rule with its author and licence first, in the light theme, without what is for the screen', async ({
  page,
}) => {
  const credit = page.getByRole('region', { name: 'Credit' });
  await expect(credit).toBeHidden();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(credit).toContainText(/Author: .+Licence: .+Source: /);
  await expect(page.getByRole('heading', { name: 'Download' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Copy KQL' })).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.code').filter({ hasText: '"ParentUser"' }).first()).toBeVisible();
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(ground).toBe('rgb(250, 250, 249)');
});
