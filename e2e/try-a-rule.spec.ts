import { expect, test } from '@playwright/test';

const RULE = `title: Encoded PowerShell
id: 5f1c2a7e-3d61-4d0c-9f0b-6a5a2f1f7b11
status: test
author: A Tester
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\powershell.exe'
    CommandLine|contains: ' -enc '
  condition: selection
level: high
`;

test('a pasted rule becomes KQL for each target', async ({ request }) => {
  const response = await request.post('/api/translate', { data: { rule: RULE } });
  expect(response.ok()).toBe(true);
  const text = JSON.stringify(await response.json());
  expect(text).toContain('DeviceProcessEvents');
  expect(text).toContain('_Im_ProcessCreate');
});

test('the page shows queries, and mistakes while typing', async ({ page }) => {
  await page.goto('/translate');
  const editor = page.getByRole('textbox', { name: /Sigma rule/i });
  await editor.fill(RULE);
  await expect(page.getByRole('main')).toContainText('_Im_ProcessCreate', { timeout: 20_000 });
  await page.getByRole('radio', { name: /Defender XDR/ }).check({ force: true });
  await expect(page.getByRole('main')).toContainText('DeviceProcessEvents');
  await editor.fill(RULE.replace('endswith', 'endwith'));
  await expect(page.getByRole('main')).toContainText('endswith', { timeout: 20_000 });
  await expect(page.getByRole('main')).toContainText(/is not a modifier/, { timeout: 20_000 });
});

test('what you typed is still there after a reload and after the way back', async ({ page }) => {
  await page.goto('/translate');
  const editor = page.getByRole('textbox', { name: /Sigma rule/i });
  const events = page.getByRole('textbox', { name: /Events/i });
  await expect(async () => {
    await editor.fill(RULE);
    await events.fill('{"Image":"x"}\nno event\n');
    await expect(page.getByRole('main')).toContainText('Left out: line 2 (not JSON)', {
      timeout: 10_000,
    });
  }).toPass();
  await page.reload();
  await expect(editor).toContainText('Encoded PowerShell');
  await expect(events).toHaveValue('{"Image":"x"}\nno event\n');
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Status' })
    .click();
  await expect(page).toHaveURL(/status/);
  await page.goBack();
  await expect(editor).toContainText('A Tester');
  await expect(page.getByRole('main')).toContainText('_Im_ProcessCreate', { timeout: 20_000 });
});

test('a rule with an error says so in place of its queries, without backticks', async ({
  page,
}) => {
  await page.goto('/translate');
  const editor = page.getByRole('textbox', { name: /Sigma rule/i });
  await expect(async () => {
    await editor.fill(RULE.replace('condition: selection', 'condition: nothing'));
    await expect(page.getByRole('main')).toContainText('There is no query', { timeout: 10_000 });
  }).toPass();
  const main = page.getByRole('main');
  await expect(main).toContainText('Start with this problem:');
  expect(await main.textContent()).not.toContain('`');
});

test('too many rules at once are refused with a reason, also once the page has been open', async ({
  page,
}) => {
  // The page and the route are bundled apart, and share the threads that the first of them starts.
  await page.goto('/translate');
  const values = Array.from({ length: 5_000 }, (_, at) => `      - 'v${at}'`).join('\n');
  const rule = RULE.replace(" ' -enc '", `\n${values}`);
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => page.request.post('/api/translate', { data: { rule } })),
  );
  const statuses = new Set(answers.map((answer) => answer.status()));
  expect([...statuses].filter((status) => ![200, 422, 503].includes(status))).toEqual([]);
  expect(statuses).toContain(503);
  for (const answer of answers.filter((one) => one.status() === 503)) {
    expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
    expect((await answer.json()).error).toMatch(/Try again in \d+ s\.$/);
  }
});
