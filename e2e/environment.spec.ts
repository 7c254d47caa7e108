import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

const SENTINEL = 'DataType,MB\nSecurityEvent,12.5\nHeartbeat,1\nSyslgo,2\n';
const DEFENDER = 'Table\tRows\nDeviceProcessEvents\t7\nDeviceFileEvents\t3\n';
const OWN = 'SecurityEvent.Heartbeat.Syslgo-DeviceProcessEvents.DeviceFileEvents';

async function give(page: Page, sentinel: string, defender: string) {
  const change = page.getByText('Change the tables');
  if (await change.isVisible()) await change.click();
  await page.getByLabel('Tables in Microsoft Sentinel').fill(sentinel);
  await page.getByLabel('Tables in Defender XDR').fill(defender);
  await page.getByRole('button', { name: 'Show what runs' }).click();
  await expect(page).toHaveURL(/\/environment\?env=/);
}

/** The number in front of a text such as `12 of 40 rules run with 3 tables`. */
async function firstNumber(page: Page, heading: RegExp): Promise<number> {
  const text = await page.getByRole('heading', { name: heading }).textContent();
  return Number((text ?? '').replace(/ .*/, '').replaceAll(',', ''));
}

const ruleCount = (page: Page) => firstNumber(page, /^[\d,]+ rules?$/);

test('the browser reads the results of the queries and sends only names', async ({ page }) => {
  await page.goto('/environment');
  await page.getByLabel('Tables in Microsoft Sentinel').fill(SENTINEL);
  await expect(page.getByText('3 names read, 1 of them in rules')).toBeVisible();
  await page.getByLabel('Tables in Defender XDR').fill(`${DEFENDER}not a table\n`);
  await expect(page.getByText('No name of a table: not a table')).toBeVisible();
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await page.getByRole('button', { name: 'Show what runs' }).click();
  expect(new URLSearchParams((await sent).postData() ?? '').get('sentinel')).toBe(
    'SecurityEvent\r\nHeartbeat\r\nSyslgo',
  );
  await expect(page).toHaveURL(`/environment?env=${OWN}`);
  await expect(page.getByText('2 that no rule needs')).toBeVisible();
  await expect(page.getByText('did you mean Syslog?')).toBeVisible();
});

test('what runs, and what each table would add, is what the feed then shows', async ({ page }) => {
  await page.goto(`/environment?env=${OWN}`);
  const running = await firstNumber(page, /rules run with/);
  expect(running).toBeGreaterThan(0);
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: /^Try / }) })
    .first();
  const gain = Number((await row.getByRole('cell').first().textContent())?.replace('+', ''));
  expect(gain).toBeGreaterThan(0);

  await row.getByRole('link', { name: /^Try / }).click();
  await expect(page).not.toHaveURL(`/environment?env=${OWN}`);
  await expect.poll(() => firstNumber(page, /rules run with/)).toBe(running + gain);
  await page.getByRole('link', { name: 'Open in the feed' }).click();
  await expect.poll(() => ruleCount(page)).toBe(running + gain);

  await page.goto(`/environment?env=${OWN}`);
  const cell = page
    .getByRole('table', { name: /by proof and level/ })
    .getByRole('cell')
    .getByRole('link')
    .first();
  const listed = Number((await cell.textContent())?.replace(/ .*/, ''));
  await cell.click();
  await expect.poll(() => ruleCount(page)).toBe(listed);
});

test('the choice holds on every page until one click drops it', async ({ page }) => {
  await page.goto('/');
  const all = await ruleCount(page);
  await page.goto('/environment');
  await give(page, SENTINEL, DEFENDER);
  const running = await firstNumber(page, /rules run with/);
  const on = page.getByRole('switch', { name: 'Only what I can run' });

  await page.getByRole('link', { name: 'Feed', exact: true }).click();
  await expect(on).toBeChecked();
  expect(await ruleCount(page)).toBe(running);
  expect(running).toBeLessThan(all);
  await page.getByText('Export ▾').click();
  const atom = await page.getByRole('link', { name: 'Atom feed' }).getAttribute('href');
  expect(atom).toContain('env=SecurityEvent-DeviceProcessEvents.DeviceFileEvents');
  const csv = await page.request.get(`/export/rules.csv?${new URL(page.url()).searchParams}`);
  expect((await csv.text()).trimEnd().split('\n').length).toBeGreaterThanOrEqual(running + 1);

  for (const path of ['/coverage', '/techniques', '/techniques/T1003']) {
    await page.goto(path);
    await expect(on, path).toBeChecked();
    expect(page.url(), path).toContain(`env=${OWN}`);
  }
  const [runs, rules] = (
    (await page.getByText(/^\d+ of \d+ rules run with them$/).textContent()) ?? ''
  )
    .split(/\D+/)
    .map(Number);
  expect(runs).toBeLessThanOrEqual(rules ?? 0);
  await page.goto('/?technique=T1003');
  expect(await ruleCount(page)).toBe(runs);

  await on.click();
  await expect(on).not.toBeChecked();
  await expect(page).toHaveURL('/?technique=T1003');
  expect(await ruleCount(page)).toBe(rules);
  await page.goto('/');
  await expect(on).not.toBeChecked();
  expect(await ruleCount(page)).toBe(all);
  await on.click();
  await expect(on).toBeChecked();
  expect(await ruleCount(page)).toBe(running);
});

test('a rule opens on a query that runs, and says so', async ({ page }) => {
  await page.goto('/environment?env=-DeviceProcessEvents');
  await page.getByRole('button', { name: 'Keep for all pages' }).click();
  await page.goto('/');
  const link = page.getByRole('list', { name: 'Rules' }).getByRole('link').first();
  const path = new URL((await link.getAttribute('href')) ?? '', page.url()).pathname;

  await page.goto(path);
  await expect(page.getByText('The query below runs with these tables')).toBeVisible();
  await expect(page.getByLabel('KQL for Defender XDR')).toContainText('DeviceProcessEvents');
  await page
    .getByRole('navigation', { name: 'Targets' })
    .getByRole('link', { name: /ASIM/ })
    .click();
  await page
    .getByRole('link', { name: 'The one on DeviceProcessEvents for Defender XDR does' })
    .click();
  await expect(page.getByText('The query below runs with these tables')).toBeVisible();

  await page.goto('/environment?env=AzureActivity');
  await page.getByRole('button', { name: 'Keep for all pages' }).click();
  await page.goto(path);
  await expect(
    page.getByText(/^No query of this rule runs with these tables: it needs /),
  ).toBeVisible();
});

test('an address shows its own choice and changes none', async ({ page }) => {
  await page.goto('/?env=-DeviceProcessEvents');
  await expect(page.getByText('for this address only')).toBeVisible();
  await page.getByRole('link', { name: 'Only what I can run' }).click();
  await expect(page).toHaveURL('/');
  await page.goto('/coverage');
  await expect(page.getByText('Only what I can run')).toHaveCount(0);
});

test('counts are what selecting gives: the facet, its suggestion and the search', async ({
  page,
}) => {
  await page.goto('/');
  const option = page.locator('label.option', { hasText: 'DeviceProcessEvents' });
  const count = Number((await option.locator('.num').textContent())?.replaceAll(',', ''));
  expect(count).toBeGreaterThan(0);
  const [suggestion] = await (
    await page.request.get('/api/suggest?word=table:DeviceProcessEvents')
  ).json();
  expect(suggestion.detail).toBe(`${count} rules`);
  await page.goto('/?q=table:DeviceProcessEvents');
  expect(await ruleCount(page)).toBe(count);
  await page.goto('/');
  await option.getByRole('checkbox').check();
  await expect(page).toHaveURL('/?table=DeviceProcessEvents');
  await expect.poll(() => ruleCount(page)).toBe(count);

  await page.getByRole('button', { name: 'Save as my tables' }).click();
  await expect(page).toHaveURL('/?env=DeviceProcessEvents');
  await expect(page.getByRole('switch', { name: 'Only what I can run' })).toBeChecked();
});

test('a result stands above the lists that it is about', async ({ page }) => {
  await page.goto('/environment');
  await give(page, SENTINEL, DEFENDER);
  await expect(page.getByRole('heading', { name: /rules run with/ })).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'What would unlock more' })).toBeInViewport();
  const list = page.getByLabel('Tables in Defender XDR');
  await expect(list).toBeHidden();
  await page.getByText('Change the tables').click();
  await expect(list).toHaveValue('DeviceProcessEvents\nDeviceFileEvents');
});

test('tables can be forgotten', async ({ page, context }) => {
  await page.goto('/environment');
  await give(page, SENTINEL, '');
  await page.getByRole('button', { name: 'Forget my tables' }).click();
  await expect(page).toHaveURL('/environment');
  expect((await context.cookies()).filter(({ name }) => name === 'tables')).toEqual([]);
  await expect(page.getByLabel('Tables in Microsoft Sentinel')).toHaveValue('');
});

test('everything works with the keyboard', async ({ page }) => {
  await page.goto('/environment');
  await page.getByLabel('Tables in Microsoft Sentinel').focus();
  await page.keyboard.insertText('SecurityEvent');
  const submit = page.getByRole('button', { name: 'Show what runs' });
  for (let presses = 0; presses < 8; presses++) {
    if (await submit.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(submit).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/environment?env=SecurityEvent-');
  const on = page.getByRole('switch', { name: 'Only what I can run' });
  await expect(on).toBeChecked();
  await on.focus();
  await page.keyboard.press('Space');
  await expect(on).not.toBeChecked();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the server reads the text, keeps nothing and answers with an address', async ({ page }) => {
    await page.goto('/environment');
    await give(page, `${SENTINEL}not a table\n`, DEFENDER);
    await expect(page).toHaveURL(`/environment?env=${OWN}&unread=1`);
    await expect(page.getByText('1 part of the text could not be read')).toBeVisible();
    const running = await firstNumber(page, /rules run with/);
    await page.getByRole('link', { name: 'Feed', exact: true }).click();
    expect(await ruleCount(page)).toBe(running);
    await page.getByRole('switch', { name: 'Only what I can run' }).click();
    await expect(page).toHaveURL('/');
    await page.goto('/environment');
    await give(page, '???', '');
    await expect(page.getByText('The text has no name of a table.')).toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  for (const path of [`/environment?env=${OWN}`, `/?env=${OWN}`, `/techniques/T1003?env=${OWN}`]) {
    test(`${path} fits and has no accessibility violation`, async ({ page }) => {
      await page.goto(path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual(
        [],
      );
    });
  }
});

for (const colorScheme of ['dark', 'light'] as const) {
  test(`${colorScheme}: a result has no accessibility violation`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/environment');
    await give(page, SENTINEL, DEFENDER);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  });
}

test('each query is shown whole', async ({ page }) => {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/environment');
    for (const query of await page.locator('.own-query:visible').all()) {
      const cut = await query.evaluate(
        (box) => box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth,
      );
      expect(cut, (await query.textContent()) ?? '').toBe(false);
    }
  }
});
