import { expect, test } from '@playwright/test';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a query can be copied with the rows that prove it', async ({ page }) => {
  await page.goto('/?q=comsvcs');
  await page.getByRole('link', { name: 'Process Memory Dumped Through Comsvcs.dll' }).click();
  await page.getByRole('link', { name: /Defender XDR/ }).click();
  await expect(page).toHaveURL(/target=defender-xdr/);
  await page.getByRole('button', { name: /Copy proof/ }).click();
  await expect(page.getByRole('button', { name: /^Copied/ }).first()).toBeVisible({
    timeout: 30_000,
  });
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('// Licence: MIT');
  expect(text).toMatch(
    /Proof: runs the query on \d+ cases? that it must find and \d+ that it must not/,
  );
  expect(text).toContain('let DeviceProcessEvents = datatable(ProofCase: long,');
  expect(text).toContain('Verdict = iff(AsExpected == Cases');
});

test('without JavaScript, the proof is a link', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/?q=comsvcs');
  await page.getByRole('link', { name: 'Process Memory Dumped Through Comsvcs.dll' }).click();
  const link = page.getByText('Prove it in your tenant').locator('xpath=../..').getByRole('link');
  const href = await link.getAttribute('href');
  const answer = await context.request.get(href ?? '');
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain('datatable(ProofCase: long,');
  await context.close();
});

test('a query that does not exist has no proof, and says so', async ({ request }) => {
  const answer = await request.get('/rules/no-such-rule/proof');
  expect(answer.status()).toBe(404);
  expect(await answer.text()).toContain('Query not found');
});
