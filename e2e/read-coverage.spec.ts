import { expect, test } from '@playwright/test';

test('the matrix has the tactics of ATT&CK 19 and leads to a technique', async ({ page }) => {
  await page.goto('/coverage');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/coverage/i);
  for (const tactic of ['Reconnaissance', 'Stealth', 'Defense Impairment', 'Impact']) {
    await expect(
      page.getByRole('columnheader', { name: new RegExp(tactic, 'i') }).first(),
    ).toBeAttached();
  }
  await expect(page.getByRole('contentinfo')).toContainText('The MITRE Corporation');
  await page.goto('/techniques/T1059');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'Command and Scripting Interpreter',
  );
  await expect(page.getByRole('main')).toContainText('T1059.001');
});

test('why the counts differ from the feed’s stands above the matrix', async ({ page }) => {
  await page.goto('/coverage');
  const note = await page.getByText('so its counts can differ').boundingBox();
  const matrix = await page.locator('#matrix').boundingBox();
  expect(note?.y).toBeLessThan(matrix?.y ?? 0);
});

test('a revoked technique names its successor', async ({ page }) => {
  await page.goto('/techniques/T1562.001');
  await expect(page.getByRole('main')).toContainText('T1685');
});

test('the Navigator layer can be downloaded', async ({ request }) => {
  const response = await request.get('/coverage/layer.json');
  expect(response.ok()).toBe(true);
  const layer = await response.json();
  expect(layer.domain).toBe('enterprise-attack');
  expect(layer.techniques.length).toBeGreaterThan(20);
});
