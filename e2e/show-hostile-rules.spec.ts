import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { HOSTILE_IDS, HOSTILE_RULES, MANY_VALUES, MANY_VALUES_ID } from './hostile-rules';
import { startWebServer, type WebServer } from './start-server';

// A catalog of its own, served beside the one that the other tests share.
test.describe.configure({ mode: 'serial' });

const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-hostile-'));
let server: WebServer;

/** What no page may contain. The emoji and the Persian word keep their joiners. */
const HARMFUL =
  /[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u00ad\u2028\u2029\u3164\u2800\u{e0000}-\u{e007f}]|(?!\r?\n|\t)\p{Cc}|\p{M}{5}/u;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const rules = path.join(folder, 'source', 'rules', 'windows');
  mkdirSync(rules, { recursive: true });
  for (const [name, text] of HOSTILE_RULES) writeFileSync(path.join(rules, name), text);
  writeFileSync(path.join(rules, 'many-values.yml'), MANY_VALUES);
  const env = {
    ...process.env,
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    SYNC_EVERY: '0',
    SYNC_SOURCE: path.join(folder, 'source'),
    // Nothing listens on this port, so the built-in ATT&CK data is used.
    SYNC_ATTACK: 'http://127.0.0.1:9/attack.json',
  };
  const load = ['--import', './lib/tooling/load-env.mjs'];
  const ingest = spawnSync('node_modules/.bin/tsx', [...load, 'lib/commands/ingest.ts'], { env });
  expect(ingest.status, String(ingest.stderr)).toBe(0);
  server = await startWebServer(env);
});

test.afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every text and every attribute with text of the page. */
function textsOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const texts = [document.title, document.querySelector('main')?.textContent ?? ''];
    for (const element of document.querySelectorAll('main, main *')) {
      for (const name of ['title', 'aria-label', 'data-tip', 'download']) {
        texts.push(element.getAttribute(name) ?? '');
      }
    }
    return texts.join('\n');
  });
}

const pages = [
  '/',
  '/?q=exe',
  '/status',
  '/techniques/T1059',
  ...HOSTILE_IDS.flatMap((id) => [`/rules/${id}`, `/rules/${id}/history`]),
];

for (const width of [1440, 390]) {
  test(`no page hides a character or outgrows a screen of ${width} pixels`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height: 900 });
    for (const address of pages) {
      const response = await page.goto(server.url + address);
      expect(response?.status(), address).toBe(200);
      expect(HARMFUL.exec(await textsOf(page))?.[0], address).toBeUndefined();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, address).toBeLessThanOrEqual(0);
    }
  });
}

test('an override is shown by its number, and right-to-left text stays as it is', async ({
  page,
}) => {
  await page.goto(`${server.url}/rules/${HOSTILE_IDS[0]}`);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Overridden U+202Egpj.exeU+202C file');
  await expect(heading.locator('bdi')).toHaveCount(1);
  await page.goto(`${server.url}/rules/${HOSTILE_IDS[4]}`);
  await expect(heading).toHaveText(/^\u05db\u05dc\u05d9 .* \(Suspicious Tool\) 123$/);
});

test('a reference shows its real host, and only web addresses are links', async ({ page }) => {
  await page.goto(`${server.url}/rules/${HOSTILE_IDS[0]}`);
  const references = page.getByRole('region', { name: 'References' });
  await expect(references.getByRole('link', { name: 'evil.example/path' })).toHaveAttribute(
    'href',
    'https://evil.example/path',
  );
  await expect(references).toContainText('github.com@');
  await expect(references.getByRole('link', { name: /^xn--/ })).toBeVisible();
  await expect(references).toContainText('javascript:alert(1)');
  for (const link of await page.getByRole('main').getByRole('link').all()) {
    const href = (await link.getAttribute('href')) ?? '';
    expect(href).toMatch(/^(?:https?:\/\/|\/|#)/);
    if (/^https?:/.test(href)) {
      expect(await link.getAttribute('rel'), href).toBe('noreferrer noopener nofollow');
    }
  }
});

test('feed and exports show what is invisible and stay small', async ({ request }) => {
  for (const file of ['feed.xml', 'export/rules.csv', 'export/rules.ndjson', 'export/rules.kql']) {
    const text = await (await request.get(`${server.url}/${file}?q=-title:hashes`)).text();
    expect(text, file).toMatch(/\\{1,2}u\{202E\}/);
    expect(HARMFUL.exec(text)?.[0], file).toBeUndefined();
    expect(text, file).toContain('(198,000 characters)');
    expect(text.length, file).toBeLessThan(60_000);
  }
});

test('no cell of the CSV is a formula', async ({ request }) => {
  const csv = await (await request.get(`${server.url}/export/rules.csv`)).text();
  expect(csv).toContain(",'\uff1d1+1 full-width formula,");
  expect(csv).not.toMatch(/(?:^|[,\n])"?[=+\-@\uff1d\uff0b\uff0d\uff20]/);
});

test('the download of a rule is whole, with a harmless name', async ({ page, request }) => {
  const id = HOSTILE_IDS[5];
  const text = await (await request.get(`${server.url}/rules/${id}/sigma`)).text();
  expect(text).toBe(HOSTILE_RULES.get('very-long.yml'));
  await page.goto(`${server.url}/rules/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('(198,000 characters)');
  await expect(page.getByRole('link', { name: 'Sigma rule (.yml)' })).toHaveAttribute(
    'download',
    `${id}.yml`,
  );
});

test('the page of a rule with thousands of values stays under 60 KB, and leads to the whole', async ({
  page,
  request,
}) => {
  const address = `${server.url}/rules/${MANY_VALUES_ID}`;
  expect(gzipSync(await (await request.get(address)).body()).length).toBeLessThan(60_000);
  await page.goto(address);
  const [sigma, kql] = await page
    .getByRole('link', { name: /^Open all 4,\d{3} lines$/ })
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  expect(await (await request.get(sigma ?? '')).text()).toBe(MANY_VALUES);
  const query = await (await request.get(kql ?? '')).text();
  expect(query.match(/"[0-9a-f]{64}"/g)).toHaveLength(4_000);
});

test('a pasted link to any rule has a picture, which browsers keep', async ({ page, request }) => {
  for (const id of [...HOSTILE_IDS, MANY_VALUES_ID]) {
    await page.goto(`${server.url}/rules/${id}`);
    const image = page.locator('head meta[property="og:image"]');
    await expect(image).toHaveAttribute('content', `/rules/${id}/preview`);
    await expect(page.locator('head meta[name="twitter:image"]')).toHaveCount(1);
    const answer = await request.get(`${server.url}/rules/${id}/preview`);
    expect(answer.headers()['content-type'], id).toBe('image/png');
    const picture = await answer.body();
    expect(picture.subarray(1, 4).toString(), id).toBe('PNG');
    expect(picture.length, id).toBeLessThanOrEqual(200_000);
    const headers = { 'If-None-Match': answer.headers().etag ?? '' };
    const again = await request.get(`${server.url}/rules/${id}/preview`, { headers });
    expect(again.status(), id).toBe(304);
  }
});

test('an address of a folded line opens its fold', async ({ page }) => {
  await page.goto(`${server.url}/rules/${MANY_VALUES_ID}`);
  const line = page.locator('#sigma-70');
  await expect(line).toBeHidden();
  await page.goto(`${server.url}/rules/${MANY_VALUES_ID}#sigma-70`);
  await expect(line).toBeInViewport();
  await page.reload();
  await expect(line).toBeInViewport();
  await expect(page.locator('.ln:target')).toHaveId('sigma-70');
});
