import { expect, test } from '@playwright/test';

test('the status page shows the last sync and what it brought', async ({ page }) => {
  await page.goto('/status');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/status/i);
  await expect(page.getByRole('main')).toContainText('starter');
  await expect(page.getByRole('main')).toContainText('Defender XDR');
});

test('each chart has a text for those who do not see it, and its numbers as a table', async ({
  page,
}) => {
  await page.goto('/status');
  for (const title of [
    'Rules a month by level',
    'Rules by their best evidence',
    'Outcomes by log source and target',
    'Coverage by tactic',
    'Sync times in seconds',
  ]) {
    const chart = page.getByRole('region', { name: title, exact: true });
    await expect(chart.getByRole('img')).toHaveAccessibleName(/\w+ \w+/);
    expect(await chart.locator('rect').count()).toBeGreaterThan(0);
    await expect(chart.getByRole('table')).toBeHidden();
    await chart.getByText('Numbers as a table').click();
    await expect(chart.getByRole('table')).toContainText(/\d/);
  }
  expect(await page.locator('main [style]').count()).toBe(0);
});

test('health answers in JSON, and says what is wrong', async ({ request }) => {
  const response = await request.get('/api/health');
  expect(response.status()).toBe(200);
  const { rules, status, problems } = await response.json();
  expect(rules).toBeGreaterThanOrEqual(40);
  // Nothing here reaches GitHub.
  await expect
    .poll(async () => (await (await request.get('/api/health')).json()).status)
    .toBe('degraded');
  expect(['syncing', 'degraded']).toContain(status);
  expect(problems).toBeInstanceOf(Array);
});

test('an address that does not exist answers 404 with a way on', async ({ page }) => {
  for (const path of [
    '/rules/00000000-0000-4000-8000-000000000000',
    '/techniques/T9999',
    '/nowhere',
  ]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
  }
});

test('a rule’s id in capitals leads to the rule', async ({ page }) => {
  const id = 'a286231e-54a6-43cc-ba2a-4b95444c48f9';
  for (const rest of ['', '/history']) {
    await page.goto(`/rules/${id.toUpperCase()}${rest}`);
    await expect(page).toHaveURL(new RegExp(`/rules/${id}${rest}$`));
    await expect(page.getByRole('main')).toContainText('Process Memory Dumped Through Comsvcs.dll');
  }
});

test('what link previews show has no backticks', async ({ page }) => {
  await page.goto('/rules/a286231e-54a6-43cc-ba2a-4b95444c48f9');
  const description = await page.locator('meta[name="description"]').getAttribute('content');
  expect(description).toContain('rundll32');
  expect(description).not.toContain('`');
});

for (const path of ['/', '/translate']) {
  test(`${path} is served with a policy that allows no foreign script`, async ({ request }) => {
    const headers = (await request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'sha256-[^']+'/);
    expect(policy).not.toMatch(/nonce|unsafe|https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
}

// The editor of the translate page comes after the page itself.
for (const { path, most } of [
  { path: '/', most: 20 },
  { path: '/coverage', most: 20 },
  { path: '/techniques/T1059', most: 20 },
  { path: '/translate', most: 250 },
]) {
  test(`the scripts of ${path} arrive as Brotli, in less than ${most} KB`, async ({ page }) => {
    const scripts: Record<string, string>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.headers());
    });
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(new Set(scripts.map((headers) => headers['content-encoding']))).toEqual(new Set(['br']));
    const sizes = scripts.map((headers) => Number(headers['content-length']));
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(most * 1024);
  });
}

test('outcomes and evidence differ without their colours', async ({ page }) => {
  await page.goto('/status');
  const looks = (chart: string, shapes: string) =>
    page
      .getByRole('region', { name: chart, exact: true })
      .locator(shapes)
      .evaluateAll((found) =>
        found.map((shape) => {
          const [colour, stripes] = shape.querySelectorAll('rect');
          const isOutline = colour ? getComputedStyle(colour).fill === 'rgba(0, 0, 0, 0)' : false;
          return [isOutline ? 'outline' : 'filled', stripes ? 'striped' : 'plain'].join(' ');
        }),
      );
  expect(await looks('Outcomes by log source and target', '.swatch')).toEqual([
    'filled plain',
    'filled striped',
    'outline plain',
  ]);
  const stripes = page.locator('pattern');
  await expect(stripes).toHaveCount(1);
  const used = await page.locator('.chart rect[fill^="url("]').first().getAttribute('fill');
  expect(used).toBe(`url(#${await stripes.getAttribute('id')})`);
});
