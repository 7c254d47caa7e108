import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { answerPages } from './answer-pages.mjs';
import { KeptPages } from './kept-pages.mjs';

// A server whose pages say what the catalog holds while they are made.

const SCRIPT = 'self.x = 1';
let ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended) end();
  ended = [];
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function serve({ maxBytes = 1e6, padding = 0 } = {}) {
  const rest = Array.from({ length: padding }, (_, at) => (at * at) % 97).join(' ');
  const state = { version: '1' as string | null, catalog: 'old', made: 0, slowly: false };
  const folder = mkdtempSync(path.join(tmpdir(), 'pages-test-'));
  const kept = new KeptPages({ maxBytes, maxDiskBytes: 1e6, folder });
  const pages = answerPages({
    scripts: ['/own.js'],
    version: () => state.version,
    kept,
    answer: async ({ url = '', headers }, response) => {
      state.made++;
      const first = state.catalog;
      if (state.slowly) await wait(60);
      const status = url.startsWith('/missing') ? 404 : 200;
      response.setHeader('Content-Type', url.endsWith('.xml') ? 'text/xml' : 'text/html');
      response.setHeader('Link', ['<a>', '<b>']);
      response.writeHead(status);
      const text = headers.host === 'elsewhere' ? 'refused' : `${first} and ${state.catalog}`;
      response.write(`<script>${SCRIPT}</script><script src="/a.js"></script>`);
      response.end(
        `${text} ${headers['accept-encoding'] ?? 'plain'} ${headers.cookie ?? ''}${rest}`,
      );
    },
  });
  const server: Server = createServer((asked, response) => {
    if (!pages.answerAtOnce(asked, response)) void pages.answer(asked, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ended.push(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = server.address() as AddressInfo;
  const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      request({ port, path: url, method, headers: { host: 'here', ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      })
        .on('error', reject)
        .end();
    });
  const text = async (url: string, headers?: Record<string, string>) =>
    (await get(url, headers)).body.toString();
  return { state, kept, folder, get, text, improveOne: pages.improveOne };
}

describe('pages', () => {
  it('are made once, whatever encoding a client takes', async () => {
    const { state, get } = await serve();
    const plain = await get('/');
    const br = await get('/', { 'accept-encoding': 'gzip, br' });
    const gzip = await get('/', { 'accept-encoding': 'gzip, br;q=0' });
    expect(state.made).toBe(1);
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.body)).toEqual(plain.body);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(plain.body.toString()).toContain('old and old plain');
    expect(br.headers.link).toBe('<a>, <b>');
    expect(br.headers.vary).toContain('Cookie');
  });

  it('are made once for requests that come together', async () => {
    const { state, get, text } = await serve();
    await text('/known');
    state.slowly = true;
    await Promise.all([get('/'), get('/'), get('/')]);
    expect(state.made).toBe(2);
  });

  it('are not sent to a client that has them', async () => {
    const { get } = await serve();
    const { headers } = await get('/');
    const again = await get('/', { 'if-none-match': `"x", ${headers.etag}` });
    expect(again.status).toBe(304);
    expect(again.body.length).toBe(0);
    expect((await get('/', { 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('answer HEAD with the headers of GET', async () => {
    const { get, state } = await serve();
    const head = await get('/', { 'accept-encoding': 'br' }, 'HEAD');
    const whole = await get('/', { 'accept-encoding': 'br' });
    expect(head.body.length).toBe(0);
    expect(head.headers['content-length']).toBe(String(whole.body.length));
    expect(state.made).toBe(1);
  });

  it('carry a policy with the hash of their own script and no other', async () => {
    const { get } = await serve();
    const { headers } = await get('/');
    const hash = createHash('sha256').update(SCRIPT).digest('base64');
    expect(headers['content-security-policy']).toContain(`script-src 'self' 'sha256-${hash}';`);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|nonce/);
    expect((await get('/a.xml')).headers['content-security-policy']).toBeUndefined();
  });

  it('are made anew for another theme, and for a name of the server that they print', async () => {
    const { state, text } = await serve();
    await text('/');
    await text('/', { cookie: 'other=1' });
    expect(state.made).toBe(1);
    await text('/', { cookie: 'theme=dark; other=1' });
    await text('/', { cookie: 'theme=dark' });
    expect(state.made).toBe(2);
    await text('/feed.xml');
    await text('/feed.xml', { host: 'there' });
    expect(state.made).toBe(4);
  });

  it('are not kept if they could not be made, nor for a name that was refused', async () => {
    const { state, get, text } = await serve();
    expect((await get('/missing')).status).toBe(404);
    expect((await get('/missing')).status).toBe(404);
    expect(state.made).toBe(2);
    await text('/');
    expect(await text('/', { host: 'elsewhere' })).toContain('refused');
  });

  it('are never stale after a sync, and never half old and half new', async () => {
    const { state, text } = await serve();
    expect(await text('/')).toContain('old and old');
    Object.assign(state, { version: '2', catalog: 'new' });
    await wait(10);
    expect(await text('/')).toContain('new and new');

    state.slowly = true;
    const asked = text('/other');
    await wait(20);
    Object.assign(state, { version: '3', catalog: 'newer' });
    expect(await asked).toContain('newer and newer');
    expect(await text('/other')).toContain('newer and newer');
  });

  it('are made for each request while the catalog cannot be read', async () => {
    const { state, text } = await serve();
    state.version = null;
    await text('/');
    await text('/');
    expect(state.made).toBe(2);
  });
});

it('makes pages smaller that are asked for often, and sends the same', async () => {
  const { kept, get, improveOne } = await serve({ padding: 20_000 });
  const br = { 'accept-encoding': 'br' };
  const first = await get('/', br);
  expect(await improveOne()).toBe(false);
  await get('/', br);
  const before = kept.bytes;
  expect(await improveOne()).toBe(true);
  expect(await improveOne()).toBe(false);
  expect(kept.bytes).toBeLessThan(before);
  const after = await get('/', br);
  expect(after.body.length).toBeLessThan(first.body.length);
  expect(brotliDecompressSync(after.body)).toEqual(brotliDecompressSync(first.body));
});

describe('kept pages', () => {
  it('go to disk when the memory is full, and come back', async () => {
    const { state, kept, folder, text } = await serve({ maxBytes: 5_000 });
    await text('/1');
    for (const name of ['2', '3', '4']) await text(`/${name}`);
    await wait(50);
    expect(kept.bytes).toBeLessThanOrEqual(5_000);
    expect(readdirSync(folder).length).toBeGreaterThan(0);
    expect(await text('/1')).toContain('old and old');
    expect(state.made).toBe(4);
    Object.assign(state, { version: '2', catalog: 'new' });
    await wait(10);
    expect(await text('/2')).toContain('new and new');
    await wait(50);
    expect(existsSync(folder)).toBe(true);
    expect(kept.size).toBe(1);
  });
});
