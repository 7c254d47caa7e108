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
