import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server as HttpServer, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { appRoutes } from './app-routes';
import { pressUntil } from './press-until';
import { freePort, type Server, startServer } from './start-server';

// A proxy that serves other things, too, with Watchfloor below one path.

const BASE = '/rules-catalog';
const RULE = 'a286231e-54a6-43cc-ba2a-4b95444c48f9';

let folder: string;
let server: Server;
let proxy: HttpServer;
let site: string;
/** What a browser asked the proxy for that is not below the path. */
let strays: string[];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-below-'));
  const port = await freePort();
  site = `http://127.0.0.1:${port}${BASE}`;
  server = await startServer({
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    SYNC_SOURCE: 'starter',
    PUBLIC_URL: site,
  });
  const target = new URL(server.url);
  proxy = createServer((asked, answer) => {
    if (
      asked.url !== BASE &&
      !asked.url?.startsWith(`${BASE}/`) &&
      !asked.url?.startsWith(`${BASE}?`)
    ) {
      strays.push(asked.url ?? '');
      answer.writeHead(404).end('not below the path');
      return;
    }
    const { method, url, headers } = asked;
    const passed = send({
      hostname: target.hostname,
      port: target.port,
      method,
      path: url,
      headers,
    });
    passed.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
});

test.beforeEach(() => {
  strays = [];
});

test.afterAll(async () => {
  proxy?.closeAllConnections();
  proxy?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The addresses of this site that a page has, of which all should be below the path. */
const addressesOf = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll('[href], [src], form[action], [formaction], [data-href]'),
    ].flatMap((each) =>
      ['href', 'src', 'action', 'formaction', 'data-href'].flatMap((name) => {
        const value = each.getAttribute(name);
        return value?.startsWith('/') ? [value] : [];
      }),
    ),
  );

async function expectAllBelow(page: Page, what: string): Promise<void> {
  const addresses = await addressesOf(page);
  expect(addresses.length, what).toBeGreaterThan(5);
  const outside = addresses.filter((each) => each !== BASE && !each.startsWith(`${BASE}/`));
  expect(outside, what).toEqual([]);
}

test('every page has its links, files and data below the path', async ({ page }) => {
  const errors: string[] = [];
  let shown = 0;
  let asked = '';
  // Chromium says so of a page that is not there, and of a busy server, which the page asks again.
  page.on('console', (message) => {
    const isExpected = message.location().url === asked || /status of 503/.test(message.text());
    if (message.type() === 'error' && !isExpected) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  const pages = appRoutes()
    .filter(
      ({ address }) =>
        !/\./.test(address) && !/^\/(?:export|mcp|unavailable|selection\/bundle)/.test(address),
    )
    .filter(({ address }) => address === '/api' || !address.startsWith('/api/'))
    .filter(({ methods }) => methods.includes('GET'))
    .map(({ address }) =>
      address
        .replace('/rules/[id]', `/rules/${RULE}`)
        .replace('/techniques/[id]', '/techniques/T1003')
        .replace('[axis]', 'platform')
        .replace('[sync]', '1')
        .replace('[rule]', RULE),
    )
    .filter((address) => !/\[|\/(?:query|sigma|deploy|proof|preview)$/.test(address));
  expect(pages.length).toBeGreaterThan(15);
  for (const address of pages) {
    asked = site + address;
    const answer = await page.goto(asked);
    if (answer?.status() !== 200) continue;
    shown++;
    await page.waitForLoadState('networkidle');
    await expectAllBelow(page, address);
  }
  expect(shown).toBeGreaterThan(12);
  expect(errors).toEqual([]);
  expect(strays).toEqual([]);
});

test('a reader finds, opens and goes back', async ({ page }) => {
  await page.goto(site);
  await page.locator('[data-row-link]').first().click();
  await expect(page).toHaveURL(new RegExp(`${BASE}/rules/`));
  await page.locator('a[data-back]').first().click();
  await expect(page).toHaveURL(`${site}/`);
  const palette = page.getByRole('combobox', { name: 'Rule, technique or page' });
  await pressUntil(page, 'ControlOrMeta+k', palette);
  await palette.fill('comsvcs');
  await expect(page.getByRole('option', { name: /Comsvcs/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${site}/rules/${RULE}`);
  await page.goto(`${site}/coverage`);
  await page.locator('.cell-link').first().click();
  await expect(page.locator('.cell-panel a').first()).toHaveAttribute(
    'href',
    new RegExp(`^${BASE}/`),
  );
  expect(strays).toEqual([]);
});

test('the editor loads, translates and leads on', async ({ page }) => {
  await page.goto(`${site}/translate`);
  await expect(page.locator('.cm-content')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('main')).toContainText('_Im_ProcessCreate', { timeout: 30_000 });
  await expectAllBelow(page, 'the translate page, once it is at work');
  await page.getByRole('link', { name: 'Compare with a rule' }).click();
  await expect(page).toHaveURL(new RegExp(`${BASE}/compare\\?b=pasted`));
  expect(strays).toEqual([]);
});

test('forms, cookies and redirects stay below the path', async ({ page, context }) => {
  await page.goto(`${site}/environment`);
  await page.getByRole('textbox').first().fill('SecurityEvent');
  await page.locator('form[action$="/api/my-tables"] button[type=submit]').first().click();
  await expect(page).toHaveURL(new RegExp(`${BASE}/environment`));
  const cookies = await context.cookies(site);
  expect(cookies.map(({ path: where }) => where)).toEqual(cookies.map(() => BASE));
  expect(cookies.length).toBeGreaterThan(0);
  await page.goto(`${site}/rules/${RULE.toUpperCase()}`);
  await expect(page).toHaveURL(`${site}/rules/${RULE}`);
  expect(strays).toEqual([]);
});

test('programs get absolute addresses below the path', async ({ request }) => {
  const rules = await request.get(`${site}/api/v1/rules?limit=1&fields=links`);
  expect(await rules.text()).toContain(`"${site}/rules/`);
  expect(rules.headers().link).toContain(`<${site}/api/v1/rules?`);
  expect((await (await request.get(`${site}/api/openapi.json`)).json()).servers[0].url).toContain(
    site,
  );
  expect(await (await request.get(`${site}/feed.xml`)).text()).toContain(`href="${site}/rules/`);
  expect(await (await request.get(`${site}/llms.txt`)).text()).toContain(`${site}/rules/{id}`);
  expect((await request.get(`${site}/api/health`)).status()).toBe(200);
});
