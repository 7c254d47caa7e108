import { describe, expect, it } from 'vitest';
import { originOf, secureAttribute, type WebSettings } from './origin';

const LOCAL: WebSettings = { host: '127.0.0.1', port: 3000, publicUrl: null, trustProxy: false };
const BEHIND_PROXY: WebSettings = { ...LOCAL, trustProxy: true };
const PUBLIC: WebSettings = { ...LOCAL, publicUrl: 'https://rules.example.org' };

const forwarded = (host: string, proto = 'https') =>
  new Headers({
    Host: 'localhost:3000',
    'X-Forwarded-Host': host,
    'X-Forwarded-Proto': proto,
  });

describe('originOf', () => {
  it('takes the Host header', () => {
    expect(originOf(new Headers({ Host: 'rules.lan:8080' }), LOCAL)).toBe('http://rules.lan:8080');
  });

  it('ignores forwarded headers that nobody asked it to trust', () => {
    expect(originOf(forwarded('evil.example'), LOCAL)).toBe('http://localhost:3000');
  });

  it('believes the nearest proxy when told to trust it', () => {
    expect(originOf(forwarded('rules.example.org'), BEHIND_PROXY)).toBe(
      'https://rules.example.org',
    );
    expect(
      originOf(forwarded('evil.example, rules.example.org', 'http, https'), BEHIND_PROXY),
    ).toBe('https://rules.example.org');
  });

  it('is PUBLIC_URL whatever a request says', () => {
    expect(originOf(forwarded('evil.example'), { ...PUBLIC, trustProxy: true })).toBe(
      'https://rules.example.org',
    );
  });

  it.each(['a b', 'a/b', 'user@host', '[::1', 'localhost:99999', '%00', 'a,b c', 'a?b', 'a#b', ''])(
    'falls back to its own address for the host “%s”',
    (host) => {
      expect(originOf(new Headers({ Host: host }), LOCAL)).toBe('http://127.0.0.1:3000');
      expect(originOf(forwarded(host), BEHIND_PROXY)).toBe('https://localhost:3000');
    },
  );

  it('puts an IPv6 address in brackets', () => {
    expect(originOf(new Headers(), { ...LOCAL, host: '::1' })).toBe('http://[::1]:3000');
  });
});

describe('secureAttribute', () => {
  it('keeps cookies to https where the client uses https', () => {
    expect(secureAttribute(new Headers({ Host: 'a' }), PUBLIC)).toBe('; Secure');
    expect(secureAttribute(forwarded('a'), BEHIND_PROXY)).toBe('; Secure');
  });

  it('is empty over http, and for a scheme that nobody vouches for', () => {
    expect(secureAttribute(forwarded('a', 'http'), BEHIND_PROXY)).toBe('');
    expect(secureAttribute(forwarded('a'), LOCAL)).toBe('');
  });
});
