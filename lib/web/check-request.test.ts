import { describe, expect, it } from 'vitest';
import { checkRequest } from './check-request';
import type { WebSettings } from './origin';

const LOCAL: WebSettings = { host: '127.0.0.1', port: 3000, publicUrl: null, trustProxy: false };
const PUBLIC: WebSettings = { ...LOCAL, publicUrl: 'https://rules.example.org' };
const OPEN: WebSettings = { ...LOCAL, host: '0.0.0.0' };

function statusOf(
  headers: Record<string, string>,
  settings: WebSettings = LOCAL,
  method = 'POST',
): number | null {
  const host = { Host: 'localhost:3000' };
  return (
    checkRequest({ method, headers: new Headers({ ...host, ...headers }) }, settings)?.status ??
    null
  );
}

describe('checkRequest', () => {
  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
    [{ 'Sec-Fetch-Site': 'unheard-of' }],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost:3000' }],
    [{ Origin: 'http://evil.example' }],
    [{ Origin: 'http://localhost:3001' }],
    [{ Origin: 'http://localhost' }],
    [{ Origin: 'http://localhost:3000.evil.example' }],
    [{ Origin: 'http://localhost:3000@evil.example' }],
    [{ Origin: 'null' }],
    [{ Origin: 'file://' }],
    [{ Origin: '' }],
    [{ Origin: 'http://evil.example', 'X-Forwarded-Host': 'evil.example' }],
  ])('refuses a form from another site: %o', (headers) => {
    expect(statusOf(headers)).toBe(403);
  });

  it.each([
    [{}],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'https://rules.example.org' }],
    [{ 'Sec-Fetch-Site': 'none' }],
    [{ Origin: 'http://localhost:3000' }],
    [{ Host: '[::1]:3000', Origin: 'http://[::1]:3000' }],
  ])('accepts its own forms, and clients other than browsers: %o', (headers) => {
    expect(statusOf(headers)).toBeNull();
  });

  it('knows its own name behind a proxy', () => {
    const sent = { Host: '127.0.0.1:3000', Origin: 'https://rules.example.org' };
    expect(statusOf(sent)).toBe(403);
    expect(statusOf(sent, PUBLIC)).toBeNull();
    const told = { ...sent, 'X-Forwarded-Host': 'rules.example.org' };
    expect(statusOf(told, { ...LOCAL, trustProxy: true })).toBeNull();
    // https ends at a proxy that passes the host on.
    expect(statusOf({ Host: 'rules.example.org:443', Origin: sent.Origin }, OPEN)).toBeNull();
  });

  it('lets everyone read', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect(statusOf({ 'Sec-Fetch-Site': 'cross-site' }, LOCAL, method)).toBeNull();
    }
  });

  it('serves no foreign name while it listens on its own machine only', () => {
    expect(statusOf({ Host: 'evil.example' }, LOCAL, 'GET')).toBe(421);
    expect(statusOf({ Host: 'localhost.evil.example:3000' }, LOCAL, 'GET')).toBe(421);
    expect(statusOf({ Host: 'evil.example' }, PUBLIC, 'GET')).toBe(421);
    for (const host of ['localhost', 'app.localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
      expect(statusOf({ Host: host }, LOCAL, 'GET'), host).toBeNull();
    }
    expect(statusOf({ Host: 'rules.example.org' }, PUBLIC, 'GET')).toBeNull();
    expect(statusOf({ Host: 'rules.lan' }, OPEN, 'GET')).toBeNull();
    expect(statusOf({ Host: 'rules.lan' }, { ...LOCAL, trustProxy: true }, 'GET')).toBeNull();
  });

  it('refuses a Host header that does not name a host', () => {
    for (const host of ['a b', 'a/b', 'user@a', '[::1', 'a:99999']) {
      expect(statusOf({ Host: host }, OPEN, 'GET'), host).toBe(400);
    }
  });
});
