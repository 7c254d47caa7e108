import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { ask } from './raw-request';
import { freePort, type Server, startServer } from './start-server';

// `npm start` as a team operates it: logs for a collector, metrics, a proxy in front, and a secret wherever one can be.

const SECRET = 'hunter2';
const SECRETS = {
  ENGINE_TOKEN: `engine-${SECRET}`,
  ENRICH_MODEL_KEY: `model-${SECRET}`,
  SYNC_TOKEN: `sync-${SECRET}`,
  GITHUB_TOKEN: `github-${SECRET}`,
};
const WEBHOOK = `
- id: tickets
  to: generic
  url: http://127.0.0.1:9/services/${SECRET}
  secret: whsec_${Buffer.from(`${SECRET}-and-more-of-the-webhook`).toString('base64')}
  private: true
`;
const RULE = `title: The only rule
id: aaaaaaaa-0000-4000-8000-000000000001
status: test
logsource: { product: fixture }
detection:
  selection: { Field: value }
  condition: selection
level: medium
`;

let folder: string;
let server: Server;
let metrics: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-operate-'));
  writeFileSync(path.join(folder, 'rule.yml'), RULE);
  writeFileSync(path.join(folder, 'webhooks.yml'), WEBHOOK);
  const port = await freePort();
  metrics = `http://127.0.0.1:${port}`;
  server = await startServer({
    ...SECRETS,
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    SYNC_SOURCE: folder,
    WEBHOOKS: path.join(folder, 'webhooks.yml'),
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'debug',
    METRICS_PORT: String(port),
    TRUST_PROXY: '1',
    HSTS: '31536000',
  });
});

test.afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const events = () =>
  server
    .output()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('every line of the log is one event of JSON, and none has a secret', async () => {
  await ask(server.url, 'GET', `/?q=${SECRET}`, { headers: { 'X-Request-Id': 'asked-by-a-test' } });
  await expect.poll(() => server.output()).toContain('asked-by-a-test');
  const found = events();
  for (const event of found) {
    expect(event).toMatchObject({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      level: expect.stringMatching(/^(?:error|warn|info|debug)$/),
      event: expect.any(String),
      message: expect.any(String),
    });
  }
  const names = new Set(found.map(({ event }) => event));
  expect([...names]).toEqual(
    expect.arrayContaining(['catalog', 'listening', 'rules', 'sync-progress', 'request']),
  );
  expect(found.find(({ requestId }) => requestId === 'asked-by-a-test')).toMatchObject({
    event: 'request',
    method: 'GET',
    path: '/',
    status: 200,
  });
  expect(server.output()).not.toContain(SECRET);
});

test('an answer has the id of its request, and asks for https where the proxy had it', async () => {
  for (const address of ['/', '/api/health', '/api/v1/status', '/nowhere', '/%']) {
    const { headers } = await ask(server.url, 'GET', address, {
      headers: { 'X-Request-Id': 'a-1', 'X-Forwarded-Proto': 'https' },
    });
    expect(headers['x-request-id'], address).toBe('a-1');
    expect(headers['strict-transport-security'], address).toBe('max-age=31536000');
  }
  const { headers } = await ask(server.url, 'GET', '/', { headers: { 'X-Request-Id': 'a b' } });
  expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers['strict-transport-security']).toBeUndefined();
});

test('cookies are for https alone where the proxy had it', async () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  for (const [address, body] of [
    ['/api/theme', 'theme=dark'],
    ['/api/my-tables', 'tables=SecurityEvent'],
  ] as const) {
    const cookieOf = async (headers: Record<string, string>) => {
      const answer = await ask(server.url, 'POST', address, { headers, body });
      return String(answer.headers['set-cookie']);
    };
    expect(await cookieOf({ ...form, 'X-Forwarded-Proto': 'https' }), address).toMatch(/; Secure/);
    expect(await cookieOf(form), address).toMatch(/^(?!.*; Secure).*HttpOnly/);
  }
});

test('Prometheus reads metrics on their own port, and nowhere else', async () => {
  const text = await (await fetch(`${metrics}/metrics`)).text();
  expect(text).toMatch(/^watchfloor_http_requests_total\{method="GET",status="200"\} [1-9]/m);
  expect(text).toMatch(/^watchfloor_rules [1-9]/m);
  expect(text).toMatch(/^watchfloor_state\{state="(?:ready|syncing)"\} 1$/m);
  expect((await ask(server.url, 'GET', '/metrics')).status).toBe(404);
});

test('health says that the catalog is ready', async () => {
  await expect
    .poll(async () => (await (await fetch(`${server.url}/api/health`)).json()).status)
    .toBe('ready');
});
