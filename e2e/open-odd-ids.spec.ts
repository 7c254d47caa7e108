import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { ask } from './raw-request';
import { type Server, startServer } from './start-server';

const IDS = ['50% off', 'a%2Fb ä?', 'c#d/e&f=g+h', '<b>"quoted\'</b>'];
const PUBLIC_URL = 'https://rules.example.org';

let folder: string;
let server: Server;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-odd-ids-'));
  for (const [index, id] of IDS.entries()) {
    writeFileSync(path.join(folder, `rule-${index}.yml`), ruleOf(index, id));
  }
  const database = path.join(folder, 'catalog.db');
  server = await startServer({ DATABASE_URL: `file:${database}`, SYNC_SOURCE: folder, PUBLIC_URL });
});

test.afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function ruleOf(index: number, id: string): string {
  return `title: Odd rule ${index}
id: ${JSON.stringify(id)}
status: test
author: A Tester
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\odd-${index}.exe' }
  condition: selection
level: high
`;
}

test('npm start listens on this machine only, and names the address', async () => {
  expect(server.output()).toContain(`Watchfloor is running at ${server.url}\n`);
  await expect.poll(() => server.output()).toContain(PUBLIC_URL);
  const { port } = new URL(server.url);
  const code = await new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.2');
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  expect(code).toBe('ECONNREFUSED');
});

for (const [index, id] of IDS.entries()) {
  test(`a rule with the id ${id} opens from the feed, with all its parts`, async ({ page }) => {
    await page.goto(server.url);
    await page.getByRole('link', { name: `Odd rule ${index}` }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`Odd rule ${index}`);
    const opened = new URL(page.url());
    expect(decodeURIComponent(opened.pathname)).toBe(`/rules/${id}`);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`Odd rule ${index}`);
    await expect(page).toHaveTitle(new RegExp(`Odd rule ${index}`));
    for (const [part, text] of [
      ['/history', `Odd rule ${index}`],
      ['/query', `odd-${index}.exe`],
      ['/sigma', `id: ${JSON.stringify(id)}`],
    ] as const) {
      const answer = await ask(server.url, 'GET', opened.pathname + part);
      expect(answer.status, part).toBe(200);
      expect(answer.body, part).toContain(text);
    }
    await page.goto(`${server.url}/translate?rule=${encodeURIComponent(id)}`);
    await expect(page.getByRole('textbox', { name: /Sigma rule/i })).toContainText(
      new RegExp(`Odd rule ${index}`),
    );
  });
}

test('the palette, the feed and the exports lead to every rule', async () => {
  const palette = JSON.parse((await ask(server.url, 'GET', '/api/palette?q=odd')).body);
  const exported = (await ask(server.url, 'GET', '/export/rules.ndjson')).body.trim().split('\n');
  const pages: string[] = exported.map((line) => JSON.parse(line).page);
  const feed = (await ask(server.url, 'GET', '/feed.xml')).body;
  for (const id of IDS) {
    const address = `/rules/${encodeURIComponent(id)}`;
    expect(palette.map(({ href }: { href: string }) => href)).toContain(address);
    expect(pages).toContain(PUBLIC_URL + address);
    expect(feed).toContain(`href="${PUBLIC_URL}${address}"`);
  }
});

test('behind https the links name PUBLIC_URL, cookies are Secure and its forms are accepted', async () => {
  const headers = {
    Host: 'rules.example.org',
    'X-Forwarded-Host': 'evil.example',
    Origin: PUBLIC_URL,
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const theme = await ask(server.url, 'POST', '/api/theme', { headers, body: 'theme=dark' });
  expect(theme.headers['set-cookie']?.[0]).toContain('; Secure');
  const tables = await ask(server.url, 'POST', '/api/my-tables', { headers, body: 'table=A' });
  expect(tables.headers['set-cookie']?.[0]).toContain('; Secure');
  const feed = await ask(server.url, 'GET', '/feed.xml', { headers });
  expect(feed.body).toContain(`<id>${PUBLIC_URL}/feed.xml</id>`);
  expect(feed.body).not.toContain('evil.example');
});
