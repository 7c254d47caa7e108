import { expect, test } from '@playwright/test';
import { appRoutes } from './app-routes';
import { type Answer, ask, send } from './raw-request';

const RULE = '00000000-0000-4000-8000-000000000000';
const LONG = 'a'.repeat(8000);

const QUERIES = [
  'q=a%00b&word=level:a%00b&rule=%00&code=%00&tactic=%00&table=%00&target=%00&technique=%00',
  'q=%ff&word=%ff&table=%ff',
  'q=%&%=&&==&',
  'q=%ED%A0%80&word=%ED%A0%80',
  'q=%F0%9F%98%80%E2%80%AE&word=%F0%9F%98%80',
  'q="&word="',
  'q=-%20--%20"%20level:%20level:,%20id:%20NEAR(a%20b)%20*%20^',
  'page=-1&sort=nope&level=nope&show=nope&target=nope&code=nope&tactic=nope&proof=nope&change=nope',
  'page=99999999999999999999&gaps=2&status=%27%3B--',
  'page=1e9&page=2&page=NaN&q=a&q=b&rule=a&rule=b&code=a&code=b&target=a&target=b&word=a&word=b',
  'q=2026-99-99&sort=9999-12-31',
  '__proto__=1&constructor=2&toString=3&q=__proto__&table=__proto__&level=constructor',
  'q=a&'.repeat(3000),
  `q=${LONG}&word=${LONG}&rule=${LONG}&code=${LONG}`,
];

const IDS = [
  ...['%00', '%ff', '%', '%f', '%ED%A0%80', '%C0%AF', '%2e%2e%2f', 'a%2Fb', '50%25%20off', '%252e'],
  ...['__proto__', 'constructor', '%F0%9F%98%80%E2%80%AE', '%3Cscript%3E', '[id]', "'%3B--", LONG],
];

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const MULTIPART =
  '--b\r\nContent-Disposition: form-data; name="theme"; filename="a"\r\n\r\nx\r\n--b--\r\n';
const BODIES: readonly (readonly [type: string, body: string | Uint8Array])[] = [
  ['', ''],
  ['', 'theme=dark'],
  [FORM, ''],
  [FORM, 'theme=nope&table=%00&table=%ff&q=a%00b&page=-1'],
  [FORM, 'theme=dark&theme=light&table=A&table=A'],
  [FORM, 'table=A&'.repeat(20_000)],
  [FORM, new Uint8Array([0xff, 0xfe, 0, 0x25])],
  [`${FORM}; charset=utf-16`, 'theme=dark'],
  ['multipart/form-data', 'x'],
  ['multipart/form-data; boundary=b', MULTIPART],
  ['text/plain', 'theme=dark'],
  ['a/b;;;=', 'x'],
  [JSON_TYPE, '{'],
  [JSON_TYPE, 'null'],
  [JSON_TYPE, '{"rule":1}'],
  [JSON_TYPE, '{"rule":"a\\u0000b","events":"\\ud800"}'],
  [JSON_TYPE, '{"rule":"title: \\"\\ud800\\"","__proto__":{"events":1}}'],
  [JSON_TYPE, '['.repeat(100_000)],
  [JSON_TYPE, new Uint8Array([0xff, 0xfe])],
];

/**
 * The server does not fail, and it gives a reason when it refuses. Next sends the page of an unknown
 * rule or technique as data for the browser to render, without a heading in the HTML.
 */
function expectReason({ status, headers, body }: Answer, what: string): void {
  expect(status, what).toBeGreaterThanOrEqual(200);
  expect(status, what).toBeLessThan(500);
  if (status < 400) return;
  const type = headers['content-type'] ?? '';
  if (type.startsWith('text/html'))
    expect(body, what).toMatch(/<h1[^>]*>[^<]{5}|There is no page at this address/);
  else if (type === 'application/problem+json') expectProblem(JSON.parse(body), status, what);
  else if (type.startsWith('application/json')) expectError(JSON.parse(body), what);
  else expect(body.trim(), what).toMatch(/^[A-Z].{10,}\.$/s);
}

function expectProblem(problem: Record<string, unknown>, status: number, what: string): void {
  expect(problem.status, what).toBe(status);
  expect(problem.detail, what).toMatch(/^[A-Z].{10,}\.$/s);
}

/** The library of the Model Context Protocol words its errors itself. */
function expectError({ error, jsonrpc }: { error: unknown; jsonrpc?: string }, what: string): void {
  if (jsonrpc === undefined) expect(error, what).toMatch(/\.$/);
  else expect(error, what).toMatchObject({ message: expect.stringMatching(/^[A-Z].{10,}/) });
}

for (const { address, methods } of appRoutes()) {
  const plain = address
    .replace('[id]', RULE)
    .replace('[file]', 'rules.csv')
    .replace('v1/[...path]', 'v1/rules')
    .replace('[...path]', 'nowhere')
    .replace('[format]', 'md');

  test(`${address} answers hostile parameters with a reason`, async ({ baseURL }) => {
    for (const query of QUERIES) {
      const what = `${plain}?${query.slice(0, 80)}`;
      expectReason(await ask(baseURL, 'GET', `${plain}?${query}`), what);
    }
  });

  if (address.includes('[')) {
    test(`${address} answers hostile ids with a reason`, async ({ baseURL }) => {
      for (const id of IDS) {
        const hostile = address.replace(/\[.*\]/, () => id);
        expectReason(await ask(baseURL, 'GET', hostile), hostile.slice(0, 80));
      }
    });
  }

  test(`${address} names its methods and refuses others`, async ({ baseURL }) => {
    const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    const options = await ask(baseURL, 'OPTIONS', plain);
    expect(options.status).toBe(204);
    expect(options.headers.allow).toBe([...allowed, 'OPTIONS'].join(', '));
    for (const method of ['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'POST', 'HEAD']) {
      const answer = await ask(baseURL, method, plain);
      if (allowed.includes(method)) {
        expect(answer.status, method).toBeLessThan(500);
        continue;
      }
      expect(answer.status, method).toBe(405);
      expect(answer.headers.allow, method).toBe(options.headers.allow);
      if (method !== 'HEAD') expectReason(answer, method);
    }
  });

  if (methods.includes('POST')) {
    test(`${address} answers hostile bodies with a reason`, async ({ baseURL }) => {
      for (const [type, body] of BODIES) {
        const headers: Record<string, string> = type ? { 'Content-Type': type } : {};
        const answer = await ask(baseURL, 'POST', plain, { headers, body });
        expectReason(answer, `${type} ${String(body).slice(0, 40)}`);
      }
    });
  }
}

test('a body that is too large, or states no length, is refused before it is read', async ({
  baseURL,
}) => {
  const post = `POST /api/translate HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${JSON_TYPE}\r\n`;
  const large = `${post}Content-Length: 300000000\r\n`;
  expect(await send(baseURL, `${large}\r\n{`)).toMatch(/^HTTP\/1\.1 413 .*limit of 256 KiB/s);
  expect(await send(baseURL, `${large}Expect: 100-continue\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  const endless = `${post}Transfer-Encoding: chunked\r\n\r\n${`10000\r\n${'a'.repeat(65_536)}\r\n`.repeat(20)}`;
  expect(await send(baseURL, endless)).toMatch(/^HTTP\/1\.1 411 .*Content-Length/s);
});

test('a request that HTTP does not allow is answered with a reason', async ({ baseURL }) => {
  const host = 'Host: localhost\r\n';
  const cases: readonly (readonly [string, number])[] = [
    [`CONNECT evil.example:443 HTTP/1.1\r\n${host}\r\n`, 405],
    [`NONSENSE / HTTP/1.1\r\n${host}\r\n`, 405],
    [`GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`, 400],
    ['GET / HTTP/1.1\r\n\r\n', 400],
    [`GET /a\0b HTTP/1.1\r\n${host}\r\n`, 400],
    [`GET /\xff HTTP/1.1\r\n${host}\r\n`, 400],
    [`GET /?${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 414],
    [`GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    [`GET / HTTP/1.1\r\n${host}RSC: 1\r\nNext-Router-State-Tree: x\r\n\r\n`, 400],
    [
      `POST /api/theme HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      400,
    ],
    [`POST /api/theme HTTP/1.1\r\n${host}Content-Length: 1\r\nExpect: tea\r\n\r\n`, 417],
  ];
  for (const [bytes, status] of cases) {
    const answer = await send(baseURL, bytes, 1000);
    expect(answer, bytes.slice(0, 60)).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} .*\\r\\n\\r\\n.*[.}]`, 's'),
    );
  }
});

test('a connection that sends its headers slowly is ended', async ({ baseURL }) => {
  const started = Date.now();
  expect(await send(baseURL, 'GET / HTTP/1.1\r\nHost: local', 50_000)).toMatch(/^HTTP\/1\.1 408 /);
  expect(Date.now() - started).toBeLessThan(40_000);
});

test('an idle connection outlives that of a proxy in front', async ({ baseURL }) => {
  const answer = await send(baseURL, 'GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n', 1000);
  const [, seconds] = /^Keep-Alive: timeout=(\d+)/m.exec(answer) ?? [];
  expect(Number(seconds)).toBeGreaterThan(60);
});

test('a page that is refused looks like the product', async ({ page }) => {
  const response = await page.goto('/rules/%ff');
  expect(response?.status()).toBe(400);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Request refused');
  await expect(page.getByRole('main')).toContainText('%20 for a space');
  await expect(page.locator('header')).toHaveCSS('border-bottom-width', '1px');
  await page.getByRole('link', { name: 'Watchfloor' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SOC feed');
});
