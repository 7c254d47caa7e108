import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Identity, setIdentity } from '../sign-in/identity.mjs';
import { apiGate } from './api-gate.mjs';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Gate = Partial<Parameters<typeof apiGate>[0]>;

async function serve(options: Gate) {
  const gate = apiGate({ limit: 0, origins: '', trustsProxy: false, ...options });
  server = createServer((asked, response) => {
    const { 'x-test-id': id, 'x-test-kind': kind } = asked.headers;
    if (id) setIdentity(asked, { kind, id, name: id, isOperator: false } as Identity);
    if (!gate(asked, response)) response.writeHead(200, ['x-made', '1']).end('made');
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }>(
      (resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
          let body = '';
          response.on('data', (part) => {
            body += part;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode, headers: response.headers, body }),
          );
        });
        asked.on('error', reject).end();
      },
    );
}

describe('the limit', () => {
  it('counts each client’s requests, and refuses those beyond until the window ends', async () => {
    const clock = { time: 0 };
    const ask = await serve({ limit: 2, now: () => clock.time });
    const first = await ask('/api/v1/rules');
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"default";q=2;w=60',
      ratelimit: '"default";r=1;t=60',
    });
    clock.time = 20_000;
    expect((await ask('/api/v1/rules')).headers.ratelimit).toBe('"default";r=0;t=40');
    const refused = await ask('/api/v1/rules');
    expect(refused.status).toBe(429);
    expect(refused.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '40',
    });
    expect(JSON.parse(refused.body)).toMatchObject({ status: 429, detail: /40 s/ });
    clock.time = 60_000;
    expect((await ask('/api/v1/rules')).status).toBe(200);
  });

  it('counts the whole catalog as thirty, and pages as nothing', async () => {
    const ask = await serve({ limit: 31 });
    for (let at = 0; at < 40; at++) expect((await ask('/rules/a')).status).toBe(200);
    expect((await ask('/api/v1/rules.jsonl?q=a')).headers.ratelimit).toContain('r=1;');
    expect((await ask('/api/v1/rules')).status).toBe(200);
    expect((await ask('/api/v1/rules')).status).toBe(429);
  });

  it('counts for each person and token where people sign in, whatever their address', async () => {
    const ask = await serve({ limit: 2 });
    const as = (id: string, kind = 'person') => ({ 'X-Test-Id': id, 'X-Test-Kind': kind });
    expect((await ask('/api/v1/a', as('ada'))).status).toBe(200);
    expect((await ask('/export/rules.csv', as('ada'))).headers.ratelimit).toContain('r=0;');
    expect((await ask('/mcp', as('ada'))).status).toBe(429);
    expect((await ask('/rules/a', as('ada'))).status).toBe(200);
    for (const other of [as('ben'), as('ada', 'token'), {}]) {
      expect((await ask('/api/v1/a', other)).status).toBe(200);
    }
  });

  it('believes the proxy that it trusts, and no client', async () => {
    const trusting = await serve({ limit: 1, trustsProxy: true });
    const from = (address: string) => ({ 'X-Forwarded-For': `9.9.9.9, ${address}` });
    expect((await trusting('/api/v1/a', from('1.1.1.1'))).status).toBe(200);
    expect((await trusting('/api/v1/a', from('1.1.1.1'))).status).toBe(429);
    expect((await trusting('/api/v1/a', from('2001:db8::1'))).status).toBe(200);
    expect((await trusting('/api/v1/a', from('2001:db8::2'))).status).toBe(429);
    server?.close();
    const doubting = await serve({ limit: 1 });
    expect((await doubting('/api/v1/a', from('1.1.1.1'))).status).toBe(200);
    expect((await doubting('/api/v1/a', from('2.2.2.2'))).status).toBe(429);
  });
});

describe('other origins', () => {
  const origin = 'https://soc.example.org';

  it('read nothing unless the operator names them, except those of this machine', async () => {
    const ask = await serve({});
    const headers = async (name: string, path = '/api/v1/rules') =>
      (await ask(path, { Origin: name })).headers['access-control-allow-origin'];
    expect(await headers(origin)).toBeUndefined();
    expect(await headers('http://localhost.evil.example')).toBeUndefined();
    expect(await headers('null')).toBeUndefined();
    expect(await headers('http://localhost:5173')).toBe('http://localhost:5173');
    for (const path of ['/rules/a.json', '/techniques/T1003.001.md', '/feed.json', '/llms.txt']) {
      expect(await headers('http://[::1]:80', path), path).toBe('http://[::1]:80');
    }
    for (const path of ['/', '/rules/a', '/api/theme', '/status']) {
      expect(await headers('http://localhost', path), path).toBeUndefined();
    }
  });

  it('read what the operator opens to them, and may ask with an ETag', async () => {
    const named = await serve({ origins: `https://a.example, ${origin}` });
    const preflight = await named('/api/v1/rules', { Origin: origin }, 'OPTIONS');
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': 'Accept, Authorization, If-None-Match',
    });
    server?.close();
    const open = await serve({ origins: '*' });
    const answer = await open('/api/v1/rules', { Origin: origin });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-expose-headers']).toContain('ETag, Link');
  });
});
