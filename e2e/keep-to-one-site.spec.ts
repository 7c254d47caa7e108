import { expect, test } from '@playwright/test';
import { ask } from './raw-request';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

test('a form on another site cannot change anything', async ({ page, baseURL }) => {
  const form = `<form method="post" action="${baseURL}/api/theme"><button>Win</button></form>`;
  await page.goto(`data:text/html,${encodeURIComponent(form)}`);
  const answered = page.waitForResponse(/\/api\/theme$/);
  await page.getByRole('button').click();
  expect((await answered).status()).toBe(403);
  await expect(page.getByRole('main')).toContainText('A page of another site sent this form');
  expect(await page.context().cookies()).toEqual([]);
});

test('every form is refused by either header, and accepted from a client that is not a browser', async ({
  baseURL,
}) => {
  for (const address of ['/api/theme', '/api/my-tables', '/api/translate']) {
    for (const [name, value] of [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Origin', 'http://evil.example'],
      ['Origin', 'null'],
    ] as const) {
      const answer = await ask(baseURL, 'POST', address, {
        headers: { ...FORM, [name]: value },
        body: 'theme=dark',
      });
      expect(answer.status, address).toBe(403);
      expect(answer.headers['set-cookie'], address).toBeUndefined();
      expect(JSON.parse(answer.body).error).toContain('another site');
    }
  }
  const own = await ask(baseURL, 'POST', '/api/theme', { headers: FORM, body: 'theme=dark' });
  expect(own.status).toBe(204);
  expect(own.headers['set-cookie']).toEqual([
    'theme=dark; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly',
  ]);
});

test('the theme form returns to its page, and never to another site', async ({ baseURL }) => {
  const { host } = new URL(baseURL ?? '');
  const locationFor = async (referer: string) => {
    const headers = { ...FORM, Referer: referer };
    return (await ask(baseURL, 'POST', '/api/theme', { headers, body: '' })).headers.location;
  };
  expect(await locationFor(`${baseURL}/status?code=a`)).toBe('/status?code=a');
  for (const path of [
    '//evil.example/',
    '/\\evil.example/',
    '/%2fevil.example/',
    '/.//evil.example',
  ]) {
    expect(await locationFor(`${baseURL}${path}`), path).toBe('/');
  }
  expect(await locationFor(`http://${host}@evil.example/`)).toBe('/');
});

test('saved tables keep the known filters only', async ({ baseURL }) => {
  const body = 'level=high&table=SecurityEvent&table=all&table=a;b&next=//evil.example&q=a%00b';
  const { status, headers } = await ask(baseURL, 'POST', '/api/my-tables', { headers: FORM, body });
  expect(status).toBe(303);
  expect(headers.location).toBe('/?q=a%00b&level=high&env=SecurityEvent');
  expect(headers['set-cookie']?.[0]).toMatch(/^tables=SecurityEvent; .*HttpOnly$/);
  const cookie = { Cookie: 'tables=%ff.a;b.<script>' };
  expect((await ask(baseURL, 'GET', '/', { headers: cookie })).status).toBe(200);
});

test('a forwarded host that nobody trusts changes no link, and no shared cache keeps the feed', async ({
  baseURL,
}) => {
  const headers = {
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'https',
    Forwarded: 'host=evil.example',
  };
  for (const address of [
    '/feed.xml',
    '/export/rules.csv',
    '/export/rules.ndjson',
    '/',
    '/status/',
  ]) {
    const answer = await ask(baseURL, 'GET', address, { headers });
    expect(answer.body + JSON.stringify(answer.headers), address).not.toContain('evil.example');
  }
  const here = await ask(baseURL, 'GET', '/feed.xml');
  const there = await ask(baseURL, 'GET', '/feed.xml', { headers: { Host: 'localhost:1' } });
  expect(here.headers['cache-control']).toContain('private');
  expect(there.body).toContain('<id>http://localhost:1/feed.xml</id>');
  expect(there.headers.etag).not.toBe(here.headers.etag);
  const again = { 'If-None-Match': `"x", ${here.headers.etag}` };
  expect((await ask(baseURL, 'GET', '/feed.xml', { headers: again })).status).toBe(304);
  const other = { ...again, Host: 'localhost:1' };
  expect((await ask(baseURL, 'GET', '/feed.xml', { headers: other })).status).toBe(200);
});

test('a foreign name for this machine is not served', async ({ baseURL }) => {
  for (const address of ['/', '/feed.xml', '/api/health', '/rules/a']) {
    const { status, body } = await ask(baseURL, 'GET', address, {
      headers: { Host: 'evil.example' },
    });
    expect(status, address).toBe(421);
    expect(body, address).toContain('PUBLIC_URL');
  }
  for (const host of ['a b', 'user@localhost', '[::1', 'localhost:99999']) {
    expect((await ask(baseURL, 'GET', '/', { headers: { Host: host } })).status, host).toBe(400);
  }
});
