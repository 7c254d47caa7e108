import { describe, expect, it } from 'vitest';
import { backTo } from './back-to';

const HOST = '127.0.0.1:3000';
function locationFor(referer: string | null) {
  const headers = new Headers({ Host: HOST, ...(referer === null ? {} : { Referer: referer }) });
  return backTo({ headers }).headers.get('location');
}

describe('backTo', () => {
  it('returns to the page that sent the form', () => {
    expect(locationFor(`http://${HOST}/rules/a%20b?target=sentinel`)).toBe(
      '/rules/a%20b?target=sentinel',
    );
    expect(locationFor(`https://${HOST}/?q=//evil.example`)).toBe('/?q=//evil.example');
  });

  it.each([
    null,
    '',
    'about:blank',
    'not an address',
    'javascript:alert(1)',
    `javascript://${HOST}/%0aalert(1)`,
    'http://evil.example/status',
    `http://${HOST}.evil.example/status`,
    `http://${HOST}@evil.example/status`,
    `http://evil.example\\@${HOST}/status`,
    `http://${HOST}//evil.example/`,
    `http://${HOST}///evil.example/`,
    `http://${HOST}/\\evil.example/`,
    `http://${HOST}\\\\evil.example/`,
    `http://${HOST}/\t/evil.example/`,
    `http://${HOST}/./\t/evil.example/`,
    `http://${HOST}/..//evil.example/`,
    `http://${HOST}/%2fevil.example/`,
    `http://${HOST}/%5Cevil.example/`,
    `http://${HOST}/%2F%2Fevil.example/`,
  ])('goes to the feed for the referrer %s', (referer) => {
    expect(locationFor(referer)).toBe('/');
  });
});
