import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { precompress } from './precompress.mjs';
import { staticFiles } from './static-files.mjs';

const TEXT = 'export const answer = 42;\n'.repeat(50);
const FILE = '/_next/static/chunks/a.js';
let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'static-files-'));
  mkdirSync(path.join(folder, 'chunks'));
  writeFileSync(path.join(folder, 'chunks', 'a.js'), TEXT);
  writeFileSync(path.join(folder, 'font.woff2'), 'not text');
  precompress(folder);
  const answer = staticFiles(folder, '/_next/static/', [{ key: 'X-Test', value: 'here' }]);
  server = createServer((incoming, response) => {
    if (!answer(incoming, response)) response.end('from elsewhere');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function ask(url: string, headers: Record<string, string>, method = 'GET') {
  const { port } = server.address() as AddressInfo;
  return new Promise<{
    status?: number;
    headers: Record<string, string | string[] | undefined>;
    body: Buffer;
  }>((resolve, reject) => {
    request({ port, path: url, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('staticFiles', () => {
  it('answers with Brotli that clients may cache forever, with the headers of all pages', async () => {
    const { headers, body } = await ask(FILE, { 'Accept-Encoding': 'gzip, deflate, br' });
    expect(brotliDecompressSync(body).toString()).toBe(TEXT);
    expect(headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      'x-test': 'here',
    });
  });

  it('leaves a client without Brotli to the next handler', async () => {
    for (const coding of ['gzip', '', 'br;q=0', 'gzip, br; q=0.0']) {
      const { body } = await ask(FILE, { 'Accept-Encoding': coding });
      expect(body.toString(), coding).toBe('from elsewhere');
    }
  });

  it('answers 304 if the client has the file, and HEAD without a body', async () => {
    const head = await ask(FILE, { 'Accept-Encoding': 'br' }, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body.length).toBe(0);
    const etag = String(head.headers.etag);
    const again = await ask(FILE, { 'Accept-Encoding': 'br', 'If-None-Match': `W/"x", ${etag}` });
    expect(again.status).toBe(304);
  });

  it('serves only compressed files, whatever the path', async () => {
    for (const url of [
      '/_next/static/font.woff2',
      '/_next/static/../chunks/a.js',
      '/_next/static/chunks/a.js.br',
    ]) {
      expect((await ask(url, { 'Accept-Encoding': 'br' })).body.toString(), url).toBe(
        'from elsewhere',
      );
    }
  });
});
