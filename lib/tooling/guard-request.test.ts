import { describe, expect, it } from 'vitest';
import { dropForwarded, guardRequest, MAX_ADDRESS, MAX_BODY } from './guard-request.mjs';

function guard(method: string, url: string, headers: Record<string, string> = {}) {
  return guardRequest({
    method,
    url,
    headers: { host: 'localhost', ...headers },
    httpVersion: '1.1',
  });
}

describe('guardRequest', () => {
  it.each([
    ['GET', '/'],
    ['HEAD', '/rules/a%20b%2F%25'],
    ['GET', '/?q=%ff&q=%'],
    ['POST', '/api/translate'],
  ])('passes on %s %s', (method, url) => {
    expect(guard(method, url)).toBeNull();
  });

  it.each(['/%', '/rules/%ff', '/rules/%f', '/export/%zz', '/rules/%ED%A0%80', '/rules/%C0%AF'])(
    'refuses the malformed path %s',
    (url) => {
      expect(guard('GET', url)).toMatchObject({ status: 400, reason: expect.stringMatching(/%/) });
    },
  );

  it.each(['x', '%', '[]', '{}', '["",{"children":1}]', 'a'.repeat(50_000)])(
    'refuses the router state %.40s, which Next answers with 500',
    (state) => {
      const answer = guard('GET', '/', { 'next-router-state-tree': state });
      expect(answer).toMatchObject({ status: 400 });
    },
  );

  it('passes on the router state that Next’s client sends', () => {
    const state = encodeURIComponent('["",{"children":["status",{"children":["__PAGE__",{}]}]}]');
    expect(guard('GET', '/status', { 'next-router-state-tree': state })).toBeNull();
  });

  it('refuses an address for a proxy, and answers OPTIONS for the whole server', () => {
    expect(guard('GET', 'http://evil.example/')).toMatchObject({ status: 400 });
    expect(guard('GET', '*')).toMatchObject({ status: 400 });
    expect(guard('OPTIONS', '*')).toMatchObject({ status: 204, allow: 'GET, HEAD, OPTIONS' });
  });

  it('refuses an address that is too long', () => {
    expect(guard('GET', `/?${'a'.repeat(MAX_ADDRESS - 2)}`)).toBeNull();
    expect(guard('GET', `/?${'a'.repeat(MAX_ADDRESS - 1)}`)).toMatchObject({ status: 414 });
  });

  it.each(['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'POST', 'QUERY'])(
    'refuses %s of a page, and names what it takes',
    (method) => {
      expect(guard(method, '/status')).toMatchObject({ status: 405, allow: 'GET, HEAD, OPTIONS' });
    },
  );

  it('refuses to read what is only sent', () => {
    expect(guard('GET', '/api/theme?a=b')).toMatchObject({ status: 405, allow: 'POST, OPTIONS' });
  });

  it('refuses a body by its stated length, and a body without one', () => {
    const post = (headers: Record<string, string>) => guard('POST', '/api/theme', headers);
    expect(post({ 'content-length': String(MAX_BODY) })).toBeNull();
    expect(post({ 'content-length': String(MAX_BODY + 1) })).toMatchObject({ status: 413 });
    expect(guard('GET', '/', { 'content-length': '999999999' })).toMatchObject({ status: 413 });
    expect(post({ 'transfer-encoding': 'chunked' })).toMatchObject({ status: 411 });
  });

  it('demands a Host header from HTTP/1.1', () => {
    const request = { method: 'GET', url: '/', headers: {} };
    expect(guardRequest({ ...request, httpVersion: '1.1' })).toMatchObject({ status: 400 });
    expect(guardRequest({ ...request, httpVersion: '1.0' })).toBeNull();
  });
});

describe('dropForwarded', () => {
  it('keeps every other header', () => {
    const headers = {
      host: 'a',
      'x-forwarded-host': 'b',
      'x-forwarded-proto': 'https',
      forwarded: 'for=c',
    };
    dropForwarded(headers);
    expect(headers).toEqual({ host: 'a' });
  });
});
