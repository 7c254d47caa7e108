import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test('the matrix can be taken out as PNG, SVG and CSV with its filters', async ({
  page,
  request,
}) => {
  await page.goto('/coverage?level=high');
  await page.getByText('Download ▾').click();
  const href = (name: string) =>
    page.getByRole('link', { name, exact: true }).getAttribute('href') as Promise<string>;

  const png = await request.get(await href('PNG'));
  expect(png.headers()['content-type']).toBe('image/png');
  const picture = await png.body();
  expect(picture.readUInt32BE(16)).toBe(1600);
  const a4 = await (await request.get(await href('PNG for A4'))).body();
  expect(a4.readUInt32BE(16) / a4.readUInt32BE(20)).toBeCloseTo(297 / 210, 2);

  const svg = await request.get(await href('SVG'));
  expect(svg.headers()['content-type']).toContain('image/svg+xml');
  expect(await svg.text()).toContain('Rules filtered by level=high');

  const all = await (await request.get('/coverage.csv')).text();
  const high = await (await request.get(await href('CSV'))).text();
  expect(high.split('\r\n').length).toBe(all.split('\r\n').length);
  expect(high).not.toBe(all);
});

test('rules are counted by platform, table, data component and strategy', async ({ page }) => {
  await page.goto('/coverage?q=level%3Ahigh');
  for (const [name, row] of [
    ['Platform', /Windows/],
    ['Table', /DeviceProcessEvents/],
  ] as const) {
    await page
      .getByRole('navigation', { name: 'Coverage by' })
      .getByRole('link', { name, exact: true })
      .click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      `Coverage by ${name.toLowerCase()}`,
    );
    await expect(page).toHaveURL(/q=level%3Ahigh/);
    await expect(page.getByRole('rowheader', { name: row }).first()).toBeVisible();
  }
  for (const axis of ['component', 'strategy']) {
    const answer = await page.goto(`/coverage/by/${axis}`);
    expect(answer?.status()).toBe(200);
  }
  expect((await page.goto('/coverage/by/toaster'))?.status()).toBe(404);
});

test('two filters are compared, and each number leads to its rules', async ({ page }) => {
  await page.goto('/coverage?level=high');
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare coverage');
  await expect(page.getByLabel('A', { exact: true })).toHaveValue('?level=high');
  await expect(page.getByRole('heading', { name: 'Only A: 0 techniques' })).toBeVisible();
  const onlyB = page.getByRole('region', { name: /^Only B: [1-9]\d* techniques?$/ });
  const count = onlyB.getByRole('row').nth(1).getByRole('cell').nth(2).getByRole('link');
  const rules = Number(await count.textContent());
  await count.click();
  await expect(page.getByRole('main')).toContainText(`${rules} rule`);

  await page.goto('/coverage/compare?a=level%3Ahihg&b=');
  await expect(page.getByRole('status').first()).toContainText('hihg');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
