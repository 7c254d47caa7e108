import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, type Page, test } from '@playwright/test';
import { CLIENT, type ProviderFixture, startProvider } from '@/lib/sign-in/provider-fixture';
import { appRoutes } from './app-routes';
import { ask } from './raw-request';
import { startWebServer, type WebServer } from './start-server';

// A server of its own, on which people sign in with a real OpenID provider that runs here.

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const RULE = 'a1b1c1d1-0000-4000-8000-000000000001';
const SECRET_TITLE = 'Only for those who have signed in';
/** What of the status page is for operators. */
const OF_OPERATORS = ['Issues of the last sync', 'Slowest steps', 'Sync times', 'Syncs'];
const TOKEN = `wfl_${'e2e'.repeat(14)}x`;

let folder: string;
let provider: ProviderFixture;
let server: WebServer;
/** Where the catalog is, and nothing of sign-in. */
let catalog: NodeJS.ProcessEnv;
const file = (name: string) => path.join(folder, name);

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-e2e-sign-in-'));
  mkdirSync(file('source/rules'), { recursive: true });
  writeFileSync(file('source/rules/rule.yml'), rule());
  const hash = createHash('sha256').update(TOKEN).digest('hex');
  writeFileSync(file('tokens.yml'), `- { name: ci, sha256: "${hash}", expires: 2999-01-01 }\n`);
  catalog = {
    ...process.env,
    DATABASE_URL: `file:${file('catalog.db')}`,
    SYNC_ATTACK: 'content/attack',
    WARM: '0',
  };
  const [code] = await once(
    spawn(
      process.execPath,
      ['--import', 'tsx', 'lib/commands/ingest.ts', '--source', file('source')],
      { env: catalog, stdio: 'ignore' },
    ),
    'exit',
  );
  expect(code).toBe(0);
  server = await startWebServer(async (url) => {
    provider = await providerFor(url);
    return {
      ...withProvider(url, provider),
      TOKENS: file('tokens.yml'),
      AUDIT_LOG: file('audit.jsonl'),
    };
  });
});

const providerFor = (site: string) =>
  startProvider({
    redirectUri: `${site}/sign-in/callback`,
    accounts: { ada: ['soc', 'soc-operators'], ben: ['soc'], eve: ['sales'] },
  });

/** What a server needs to let people sign in that reach it at `site`. */
const withProvider = (site: string, { issuer }: ProviderFixture): NodeJS.ProcessEnv => ({
  ...catalog,
  SIGN_IN: 'oidc',
  PUBLIC_URL: site,
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: CLIENT.id,
  OIDC_CLIENT_SECRET: CLIENT.secret,
  READ_GROUP: 'soc',
  OPERATOR_GROUP: 'soc-operators',
});

test.afterAll(async () => {
  await server?.stop();
  await provider?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function rule(): string {
  return `title: ${SECRET_TITLE}
id: ${RULE}
status: test
description: Detects a program that nobody else may know of.
author: A Tester
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\\\unheard-of.exe' }
  condition: selection
level: high
tags: [attack.execution, attack.t1059]
`;
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.locator('[name="login"]').fill(login);
  await page.locator('[name="password"]').fill('any');
  await page.locator('[type="submit"]').click();
}

/** Every address of the app, and what else the server answers. */
function addresses(): string[] {
  const routes = appRoutes().map(({ address }) =>
    address
      .replace('/as/[format]', '/as/md')
      .replace('[id]', RULE)
      .replace('[file]', 'rules.csv')
      .replace('v1/[...path]', 'v1/rules')
      .replace('[...path]', 'nowhere')
      .replace('[sync]', '1')
      .replace('[rule]', RULE)
      .replace('[axis]', 'platform'),
  );
  const withoutCatalog = ['/icon.svg', '/manifest.webmanifest', '/robots.txt', '/api/health'];
  return [
    ...routes.filter((address) => !withoutCatalog.includes(address)),
    ...['json', 'md', 'yml', 'kql', 'sentinel.kql'].map((end) => `/rules/${RULE}.${end}`),
    ...['/techniques/T1059', '/techniques/T1059.json', '/?q=unheard', '/export/rules.ndjson'],
    ...['/export/rules.kql', '/api/v1/rules.jsonl', `/api/v1/rules/${RULE}`, '/api/v1/changes'],
    ...['/coverage.png?paper=a4', `/selection?ids=${RULE}`, `/selection/bundle?ids=${RULE}`],
    ...['/readme/feed.png', '/_next/image?url=%2Freadme%2Ffeed.png&w=640&q=75', '/favicon.ico'],
    ...[`/_next/data/x/rules/${RULE}.json`, `/_next/static/../../rules/${RULE}`, '/nowhere', '/%'],
    ...[`/_next/static/%2e%2e/%2e%2e/rules/${RULE}`, `/icon.svg/../rules/${RULE}`],
  ];
}

test('whoever has not signed in learns nothing of the catalog, at no address', async () => {
  const ways: Record<string, string>[] = [
    {},
    { RSC: '1', Accept: 'text/html' },
    { Accept: 'application/json', 'watchfloor-reader': 'operator' },
    { 'Next-Router-Prefetch': '1', RSC: '1' },
    { Cookie: 'watchfloor=x; __Host-watchfloor=x' },
  ];
  for (const address of addresses()) {
    for (const headers of ways) {
      for (const method of ['GET', 'POST']) {
        const answer = await ask(server.url, method, address, { headers, body: '' });
        const what = `${method} ${address} ${JSON.stringify(headers)}`;
        expect(answer.status, what).toBe(401);
        expect(answer.headers['cache-control'], what).toBe('no-store');
        expect(answer.body, what).not.toMatch(/unheard|Only for those|T1059|A Tester/);
      }
    }
    const shown = await ask(server.url, 'GET', address, { headers: { Accept: 'text/html' } });
    expect(shown.status, address).toBe(302);
    expect(shown.headers.location, address).toMatch(`${server.url}/sign-in?to=`);
    expect(shown.body, address).toBe('');
  }
  const health = await ask(server.url, 'GET', '/api/health');
  expect(JSON.parse(health.body)).toEqual({ status: 'ok' });
});

test('a reader signs in, sees who they are, and signs out for good', async ({ page, context }) => {
  await page.goto(`${server.url}/rules/${RULE}`);
  expect(new URL(page.url()).origin).toBe(provider.issuer);
  await signIn(page, 'ben');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(SECRET_TITLE);
  expect(page.url()).toBe(`${server.url}/rules/${RULE}`);

  const account = page.locator('header [data-account] > summary');
  await expect(account).toHaveText('ben');
  const again = await page.reload();
  expect(again?.headers()['cache-control']).toMatch(/^private/);
  const cookies = await context.cookies(server.url);
  expect(cookies.find(({ name }) => name === 'watchfloor')).toMatchObject({
    httpOnly: true,
    sameSite: 'Lax',
  });

  // Pages that were made for one are sent to all, and say who is signed in all the same.
  await page.getByRole('link', { name: 'Watchfloor' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SOC feed');
  await expect(account).toHaveText('ben');

  await page.goto(`${server.url}/status`);
  await expect(page.getByText('shown to operators')).toBeVisible();
  for (const name of OF_OPERATORS) {
    await expect(page.getByRole('heading', { name }), name).toHaveCount(0);
  }

  await account.click();
  await expect(page.getByRole('link', { name: 'Signed in as ben' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signed out');
  expect((await context.cookies(server.url)).map(({ name }) => name)).not.toContain('watchfloor');
  const stolen = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await ask(server.url, 'GET', `/rules/${RULE}.json`, {
    headers: { Cookie: stolen },
  });
  expect(answer.status).toBe(401);
});

test('an operator sees what went wrong, and it is recorded', async ({ page }) => {
  await page.goto(`${server.url}/status`);
  await signIn(page, 'ada');
  for (const name of OF_OPERATORS) {
    await expect(page.getByRole('heading', { name }), name).toBeVisible();
  }
  const events = readFileSync(file('audit.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events).toContainEqual(
    expect.objectContaining({ audit: 'operator-page', who: 'ada', path: '/status' }),
  );
  expect(events).toContainEqual(expect.objectContaining({ audit: 'sign-out', who: 'ben' }));
});

test('somebody of another group reads why and what to do', async ({ page }) => {
  await page.goto(server.url);
  await signIn(page, 'eve');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('may not read this catalog');
  await expect(page.getByRole('main')).toContainText('Ask your operator for access');
  await page.goto(`${server.url}/rules/${RULE}`);
  await expect(page.getByRole('main')).not.toContainText(SECRET_TITLE);
});

test('a program reads with a token, also from the kept answers', async () => {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const mcp = { ...headers, Accept: 'application/json, text/event-stream' };
  for (const address of [
    `/rules/${RULE}.json`,
    '/feed.xml',
    '/api/v1/rules',
    '/export/rules.kql',
  ]) {
    for (let time = 0; time < 2; time++) {
      const answer = await ask(server.url, 'GET', address, { headers });
      expect(answer.status, address).toBe(200);
      expect(answer.body, address).toContain(SECRET_TITLE);
      expect(answer.headers['cache-control'], address).toContain('private');
      expect((await ask(server.url, 'GET', address)).status, address).toBe(401);
    }
  }
  const asked = await ask(server.url, 'POST', '/mcp', {
    headers: { ...mcp, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'search_rules', arguments: { query: 'unheard' } },
    }),
  });
  expect(asked.status).toBe(200);
  expect(asked.body).toContain(SECRET_TITLE);
});

test('below a path of another site, a sign-in leads there and a sign-out leads away', async ({
  page,
}) => {
  let site = '';
  let own: ProviderFixture | undefined;
  const below = await startWebServer(async (url) => {
    site = `${url}/soc`;
    own = await providerFor(site);
    return withProvider(site, own);
  });
  try {
    await page.goto(`${site}/rules/${RULE}`);
    await signIn(page, 'ada');
    await expect(page).toHaveURL(`${site}/rules/${RULE}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(SECRET_TITLE);
    await page.goto(`${site}/signed-in`);
    await expect(page.getByRole('main')).toContainText('an operator');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(`${site}/signed-out`);
    const again = page.getByRole('link', { name: 'Sign in', exact: true });
    await expect(again).toHaveAttribute('href', '/soc/sign-in');
  } finally {
    await below.stop();
    await own?.stop();
  }
});
