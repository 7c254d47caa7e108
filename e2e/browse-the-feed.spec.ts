import { expect, test } from '@playwright/test';
import { pressUntil } from './press-until';

test('the feed lists the starter rules and says how to load the others', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'SOC feed' })).toBeVisible();
  await expect(page.getByText('npm run ingest').first()).toBeVisible();
  const rows = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
  expect(await rows.count()).toBeGreaterThanOrEqual(40);
  await expect(rows.first()).toContainText('Watchfloor');
});

test('words in the search box filter the feed and appear in the address', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Search rules' }).fill('comsvcs');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=comsvcs/);
  await expect(
    page.getByRole('link', { name: 'Process Memory Dumped Through Comsvcs.dll' }),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: 'AWS Console Login as the Root User' })).toHaveCount(
    0,
  );
});

test('a level filter shows only rules of that level', async ({ page }) => {
  await page.goto('/?level=critical');
  const rows = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
  const count = await rows.count();
  expect(count).toBeGreaterThan(0);
  for (const row of await rows.all()) await expect(row).toContainText(/critical/i);
});

test('the feed names a search field that it does not know', async ({ page }) => {
  await page.goto('/?q=levle%3Ahigh');
  await expect(page.getByRole('status').filter({ hasText: 'levle' })).toBeVisible();
});

test('a value that no rule has gets a suggestion, which is a link', async ({ page }) => {
  await page.goto('/?level=hihg');
  await expect(page.getByRole('status').filter({ hasText: 'Did you mean “high”' })).toBeVisible();
  await page.getByRole('status').getByRole('link', { name: '“high”' }).click();
  await expect(page).toHaveURL(/level=high$/);
});

test('a half-typed value waits, and a tactic is found by its former name', async ({ page }) => {
  const rows = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
  await page.goto('/?q=comsvcs');
  const found = await rows.count();
  await page.goto('/?q=comsvcs+technique:T10');
  await expect(rows).toHaveCount(found);
  await expect(page.getByRole('status').filter({ hasText: 'this filter waits' })).toBeVisible();
  await page.goto('/?q=tactic:defense-evasion');
  await expect(
    page.getByRole('status').filter({ hasText: 'Stealth and Defense Impairment now' }),
  ).toBeVisible();
  expect(await rows.count()).toBeGreaterThan(0);
});

test('an empty result names each term to remove and how many rules that shows', async ({
  page,
}) => {
  await page.goto('/?q=comsvcs+-product:windows+lsass');
  const remove = page.getByRole('link', { name: 'Remove “-product:windows” from the search' });
  await expect(remove).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/from the search to see \d+ rules?/);
  await remove.click();
  await expect(page).toHaveURL(/q=comsvcs\+lsass/);
  await expect(
    page.getByRole('list', { name: 'Rules' }).getByRole('listitem').first(),
  ).toBeVisible();
});

test('the list can be exported with author and licence, and followed as a feed', async ({
  page,
}) => {
  await page.goto('/?q=comsvcs');
  await page.getByText('Export ▾').click();
  const address = async (name: string) =>
    (await page.getByRole('link', { name, exact: true }).getAttribute('href')) ?? '';
  const csv = await page.request.get(await address('CSV'));
  expect(csv.headers()['content-disposition']).toContain('attachment');
  const [head, ...lines] = (await csv.text()).trim().split('\r\n');
  expect(head).toContain('author,licence,source');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/Watchfloor.*,MIT,/);
  const kql = await (await page.request.get(await address('KQL'))).text();
  expect(kql.match(/^\/\/ Licence: MIT$/gm)).toHaveLength(lines.length);
  const json = await (await page.request.get(await address('JSON lines'))).text();
  const rules = json
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rules).toHaveLength(lines.length);
  expect(rules[0].queries.map(({ target }: { target: string }) => target)).toContain(
    'defender-xdr',
  );
  const feed = await page.request.get(await address('Atom feed'));
  expect(feed.headers()['content-type']).toContain('application/atom+xml');
  const text = await feed.text();
  expect(text.match(/<entry>/g)).toHaveLength(lines.length);
  expect(text).toContain('<rights>MIT</rights>');
});

test('an empty result names a filter to remove and how many rules that shows', async ({ page }) => {
  await page.goto('/?q=comsvcs&product=aws');
  await expect(page.getByRole('main')).toContainText(/no rule/i);
  await expect(page.getByRole('main')).toContainText('Remove Product: aws to see');
  await page
    .getByRole('main')
    .getByRole('link', { name: 'Remove Product: aws', exact: true })
    .click();
  await expect(
    page.getByRole('list', { name: 'Rules' }).getByRole('listitem').first(),
  ).toBeVisible();
});

test('the keyboard moves through the rows and opens one', async ({ page }) => {
  await page.goto('/');
  await pressUntil(page, 'j', page.locator('[data-row-link]:focus'));
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/rules\/[0-9a-f-]{36}/);
});

test('Enter in the search box goes to the first result, and Escape leaves the box as it is', async ({
  page,
}) => {
  await page.goto('/?q=lsass');
  const box = page.getByRole('combobox', { name: 'Search rules' });
  const first = page.locator('[data-row-link]').first();
  await expect(async () => {
    await box.fill('comsvcs');
    await expect(page).toHaveURL(/q=comsvcs/, { timeout: 1_000 });
  }).toPass();
  await box.press('Enter');
  await expect(first).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('dump');
  await page.keyboard.press('Enter');
  await expect(first).toBeFocused();
  await expect(page).toHaveURL(/q=dump/);
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(box).toHaveValue('dump');
  await expect(box).not.toBeFocused();
  await page.getByRole('checkbox', { name: /high/ }).first().check();
  await expect(page).toHaveURL(/level=high&q=dump/);
  await page.keyboard.press('j');
  await expect(first).toBeFocused();
});

test('the palette jumps to a rule', async ({ page }) => {
  await page.goto('/');
  const palette = page.getByRole('combobox', { name: 'Rule, technique or page' });
  await pressUntil(page, 'ControlOrMeta+k', palette);
  await palette.fill('root user');
  await expect(page.getByRole('option', { name: /AWS Console Login/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('heading', { level: 1, name: 'AWS Console Login as the Root User' }),
  ).toBeVisible();
});

test('the palette forgives a slip, and leads to the search', async ({ page }) => {
  await page.goto('/');
  const palette = page.getByRole('combobox', { name: 'Rule, technique or page' });
  await pressUntil(page, 'ControlOrMeta+k', palette);
  await palette.fill('comsvsc');
  await expect(page.getByRole('option', { name: /Comsvcs/ })).toBeVisible();
  await palette.fill('MiniDump');
  await expect(page.getByRole('option', { name: /Search the feed/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=MiniDump/);
});

test('Enter in the palette goes to what was typed, also before the server has answered', async ({
  page,
}) => {
  await page.route(/api\/palette\?q=MiniDump/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.goto('/');
  const palette = page.getByRole('combobox', { name: 'Rule, technique or page' });
  await pressUntil(page, 'ControlOrMeta+k', palette);
  await palette.fill('comsvcs');
  await expect(page.getByRole('option', { name: /Comsvcs/ })).toBeVisible();
  await palette.fill('MiniDump');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=MiniDump/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the feed can be filtered and a rule opened', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('combobox', { name: 'Search rules' }).fill('okta');
    await page.getByRole('button', { name: 'Apply' }).first().click();
    const link = page.getByRole('link', { name: 'Okta Verify Push Denied by Its Owner' });
    await link.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'Okta Verify Push Denied by Its Owner',
    );
    await expect(page.getByText('OktaV2_CL').first()).toBeVisible();
  });
});

test('the marks of the cards stand in one column, their authors on one line beside the date', async ({
  page,
}) => {
  await page.goto('/');
  for (const width of [390, 768, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    const rows = await page.locator('.row').evaluateAll((all) =>
      all.map((row) => {
        const boxOf = (part: string) =>
          row.querySelector(part)?.getBoundingClientRect() ?? new DOMRect();
        const [author, changed] = [boxOf('.row-author'), boxOf('.row-changed')];
        return {
          mark: Math.round(boxOf('.row-target').left),
          isOneLine: author.height < 30 && Math.abs(author.bottom - changed.bottom) < 3,
        };
      }),
    );
    expect(new Set(rows.map(({ mark }) => mark)).size, `${width}`).toBe(1);
    expect(
      rows.filter(({ isOneLine }) => !isOneLine),
      `${width}`,
    ).toEqual([]);
  }
});

test('title, text and facts of a card begin at one edge, and its copy ends the first line', async ({
  page,
}) => {
  await page.goto('/');
  for (const width of [390, 768, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    const odd = await page.locator('.row:has(.row-copy button)').evaluateAll((rows) =>
      rows.flatMap((row) => {
        const boxOf = (part: string) => row.querySelector(part)?.getBoundingClientRect();
        const [title, text, copy, level] = ['.row-title', '.row-text', '.row-copy', '.level'].map(
          boxOf,
        );
        if (!title || !text || !copy || !level) return ['a part is missing'];
        const first = level.bottom <= title.top ? level : title;
        const isAligned = Math.abs(title.left - text.left) < 1;
        return isAligned && copy.top < first.bottom ? [] : [row.textContent];
      }),
    );
    expect(odd, `${width}`).toEqual([]);
  }
});
