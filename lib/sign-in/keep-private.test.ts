import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { keepPrivate } from './keep-private.mjs';

async function cacheControlOf(answer: (response: import('node:http').ServerResponse) => void) {
  const server = createServer((_, response) => {
    keepPrivate(response);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await response.text();
  server.close();
  return [response.headers.get('cache-control'), response.headers.get('x-other')];
}

describe('keepPrivate', () => {
  it('makes an answer private, in each way that headers are given', async () => {
    const hour = 'public, max-age=3600, s-maxage=9, immutable';
    const wanted = ['private, max-age=3600, immutable', 'a'];
    expect(
      await cacheControlOf((response) => {
        response.setHeader('Cache-Control', hour);
        response.setHeader('X-Other', 'a');
        response.end('a');
      }),
    ).toEqual(wanted);
    expect(
      await cacheControlOf((response) =>
        response.writeHead(200, { 'cache-control': hour, 'x-other': 'a' }).end('a'),
      ),
    ).toEqual(wanted);
    expect(
      await cacheControlOf((response) =>
        response.writeHead(200, ['Cache-Control', hour, 'X-Other', 'a']).end('a'),
      ),
    ).toEqual(wanted);
  });

  it('leaves what is private, and says so where nothing is said', async () => {
    expect((await cacheControlOf((response) => response.end('a')))[0]).toBe('private, no-cache');
    for (const value of ['no-store', 'private, no-cache']) {
      const answer = await cacheControlOf((response) =>
        response.writeHead(200, 'OK', { 'Cache-Control': value }).end('a'),
      );
      expect(answer[0]).toBe(value);
    }
  });
});
