import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CATALOG, type GateFixture, OWN, startGate } from './gate-fixture';
import { hashOf, newToken } from './token-file.mjs';

const stops: (() => unknown)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.restoreAllMocks();
});

async function open(...args: Parameters<typeof startGate>): Promise<GateFixture> {
  const gate = await startGate(...args);
  stops.push(gate.stop, () => rmSync(gate.folder, { recursive: true, force: true }));
  return gate;
}

const PROXY = {
  SIGN_IN: 'proxy',
  SIGN_IN_HEADER: 'X-Forwarded-User',
  SIGN_IN_GROUPS_HEADER: 'X-Forwarded-Groups',
  TRUSTED_PROXIES: '127.0.0.1',
  OPERATOR_GROUP: 'soc-operators',
};
const OPENID = (url: string) => ({
  SIGN_IN: 'oidc',
  PUBLIC_URL: url,
  OIDC_ISSUER: 'https://login.invalid',
  OIDC_CLIENT_ID: 'watchfloor',
});

const as = (name: string, groups = 'soc') => ({
  'X-Forwarded-User': name,
  'X-Forwarded-Groups': groups,
});

/** Sends a request as it is given: nobody makes the path shorter, follows a redirect or adds a header. */
function ask(
  address: string,
  headers: Record<string, string | string[]> = {},
  method = 'GET',
): Promise<Response> {
  const [, base = '', path = '/'] = /^(http:..[^/]+)(.*)$/.exec(address) ?? [];
  return new Promise((resolve, reject) => {
    request(base, { path: path || '/', headers, method }, async (response) => {
      const body = method === 'HEAD' ? null : await text(response);
      const pairs = Object.entries(response.headersDistinct).map(
        ([name, values = []]) => [name, values.join(', ')] as [string, string],
      );
      resolve(new Response(body, { status: response.statusCode ?? 0, headers: pairs }));
    })
      .on('error', reject)
      .end();
  });
}

describe('who has not signed in', () => {
  const PATHS = [
    ...['/', '/?q=a', '/rules/a', '/rules/a.json', '/rules/a.md', '/rules/a.kql', '/feed.xml'],
    ...['/feed.json', '/api/v1/rules', '/api/v1/rules.jsonl', '/api/openapi.json', '/llms.txt'],
    ...['/api/palette', '/api/suggest?q=a', '/api/sync', '/export/rules.csv', '/coverage.png'],
    ...[
      '/_next/data/x/rules/a.json',
      '/_next/static/chunks/b.js',
      '/_next/image?url=/a',
      '/status',
    ],
    ...['/_next/static/chunks/a.js/../../../rules/a', '/_next/static/chunks/a.js/', '//rules/a'],
    ...['/_next/static/%2e%2e/%2e%2e/rules/a', '/icon.svg/../rules/a', '/sign-in/../rules/a'],
    ...['/nowhere', '/readme/feed.png', '/api/healthy', '/metrics', '/signed-in', '/api/signed-in'],
    ...['/sign-in/', '/SIGN-IN', '/robots.txt/', '/favicon.ico', '/%', '/rules/%ff'],
  ];

  it('gets nothing of the catalog, whatever is asked for and however', async () => {
    const { url } = await open(({ url }) => OPENID(url));
    for (const path of PATHS) {
      const ways: Record<string, string>[] = [
        {},
        { Accept: 'application/json' },
        { RSC: '1', Accept: 'text/html' },
        { Accept: 'text/html', 'Sec-Fetch-Dest': 'image' },
        { 'watchfloor-reader': 'operator' },
        { 'X-Forwarded-User': 'ada' },
        { 'x-middleware-subrequest': 'proxy:proxy' },
      ];
      for (const headers of ways) {
        for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
          const answer = await ask(url + path, headers, method);
          const what = `${method} ${path} ${JSON.stringify(headers)}`;
          expect(answer.status, what).toBe(401);
          expect(answer.headers.get('www-authenticate'), what).toBe('Bearer realm="Watchfloor"');
          expect(answer.headers.get('cache-control'), what).toBe('no-store');
          expect(await answer.text(), what).not.toContain(CATALOG);
        }
      }
    }
  });

  it('is sent to sign in by a browser that shows the answer, and returns to the page', async () => {
    const { url } = await open(({ url }) => OPENID(url));
    const answer = await ask(`${url}/rules/a?b=c`, { Accept: 'text/html,*/*' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${url}/sign-in?to=%2Frules%2Fa%3Fb%3Dc`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('gets what has nothing of the catalog', async () => {
    const { url } = await open(({ url }) => OPENID(url));
    for (const path of ['/_next/static/chunks/a.js', '/icon.svg?a', '/robots.txt']) {
      const answer = await ask(url + path);
      expect(await answer.text(), path).toBe(`${CATALOG} for nobody`);
    }
    expect((await ask(`${url}/api/v1/rules`, {}, 'OPTIONS')).status).toBe(200);
  });

  it('learns of the health only whether it is good', async () => {
    const good = await open(({ url }) => OPENID(url));
    const answer = await ask(`${good.url}/api/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
    const bad = await open(({ url }) => OPENID(url), { isHealthy: false });
    const worse = await ask(`${bad.url}/api/health`);
    expect([worse.status, await worse.json()]).toEqual([503, { status: 'unavailable' }]);
  });

  it('is not the server itself, which asks for pages before somebody does', async () => {
    const { url } = await open(({ url }) => OPENID(url));
    expect((await ask(`${url}/`, { 'X-Own': 'a guess' })).status).toBe(401);
    expect(await (await ask(`${url}/`, { 'X-Own': OWN })).text()).toBe(`${CATALOG} for reader`);
  });

  it('reads why, in the form that the client reads', async () => {
    const { url } = await open(() => PROXY);
    const page = await ask(`${url}/rules/a`, { Accept: 'text/html' });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('did not say who you are');
    const problem = await ask(`${url}/api/v1/rules`);
    expect(problem.headers.get('content-type')).toBe('application/problem+json');
    expect(await problem.json()).toMatchObject({ status: 401 });
  });
});

describe('a proxy', () => {
  it('says who reads, and who is an operator', async () => {
    const gate = await open(() => PROXY);
    expect(await (await ask(gate.url, as('ben'))).text()).toBe(`${CATALOG} for reader`);
    const operator = await ask(gate.url, as('ada', 'soc, soc-operators'));
    expect(await operator.text()).toBe(`${CATALOG} for operator`);
    expect(operator.headers.get('cache-control')).toBe('private, max-age=60');
    const who = await ask(`${gate.url}/api/signed-in`, as('ada', 'soc-operators'));
    expect(await who.json()).toEqual({
      kind: 'person',
      name: 'ada',
      isOperator: true,
      canSignOut: false,
    });
    await ask(gate.url, as('ben'));
    expect(gate.audited().map(({ audit, who, as }) => [audit, who, as])).toEqual([
      ['sign-in', 'ben', 'reader'],
      ['sign-in', 'ada', 'operator'],
    ]);
  });

  it('counts only from its address', async () => {
    const gate = await open(() => ({ ...PROXY, TRUSTED_PROXIES: '192.0.2.7,10.0.0.0/8,::1' }));
    expect((await ask(gate.url, as('ada'))).status).toBe(401);
    expect(gate.audited()).toMatchObject([
      { audit: 'refused', why: 'proxy-untrusted', path: '/', address: '127.0.0.1' },
    ]);
  });

  it('is trusted by its network, too, and in each way of writing an address', async () => {
    for (const TRUSTED_PROXIES of ['127.0.0.0/8', '::1, 127.0.0.1', '::ffff:127.0.0.1']) {
      const gate = await open(() => ({ ...PROXY, TRUSTED_PROXIES }));
      expect((await ask(gate.url, as('ada'))).status, TRUSTED_PROXIES).toBe(200);
    }
  });

  it('that sends the header twice, or adds it to the client’s, is not believed', async () => {
    const gate = await open(() => PROXY);
    const twice = { 'X-Forwarded-User': ['eve', 'ada'] };
    expect((await ask(gate.url, twice)).status).toBe(401);
    expect(gate.audited()).toMatchObject([{ why: 'proxy-twice' }]);
    expect((await ask(gate.url, { 'X-Forwarded-User': ' ' })).status).toBe(401);
  });

  it('lets only the group read that the operator names', async () => {
    const gate = await open(() => ({ ...PROXY, READ_GROUP: 'soc' }));
    expect((await ask(gate.url, as('ben'))).status).toBe(200);
    const refused = await ask(gate.url, as('eve', 'sales,soc-fans'));
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('not in the group');
    expect(gate.audited().at(-1)).toMatchObject({ who: 'eve', why: 'not-in-group' });
  });

  it('lets only operators see how the server fares, and records when they see the status', async () => {
    const gate = await open(() => PROXY);
    const operator = as('ada', 'soc-operators');
    expect(await (await ask(`${gate.url}/api/health`, as('ben'))).json()).toEqual({ status: 'ok' });
    expect(await (await ask(`${gate.url}/api/health`, operator)).text()).toContain(CATALOG);
    for (const path of ['/status?code=a', '/%73tatus', '//status/']) {
      await ask(gate.url + path, operator);
      expect(await (await ask(gate.url + path, as('ben'))).text()).toBe(`${CATALOG} for reader`);
    }
    expect(gate.audited().filter(({ audit }) => audit !== 'sign-in')).toMatchObject([
      { audit: 'operator-page', who: 'ada', path: '/status' },
      { audit: 'operator-page', who: 'ada', path: '/%73tatus' },
      { audit: 'operator-page', who: 'ada', path: '//status/' },
    ]);
  });
});

describe('a token', () => {
  const token = newToken();
  const bearer = (text: string) => ({ Authorization: `Bearer ${text}` });
  const entry = (text: string, { name = 'ci', expires = '2999-01-01', may = 'read' } = {}) =>
    `- { name: ${name}, sha256: "${hashOf(text)}", expires: ${expires}, may: ${may} }\n`;

  const openWith = (yaml: string) =>
    open(({ url, file }) => {
      writeFileSync(file('tokens.yml'), yaml);
      return { ...OPENID(url), TOKENS: file('tokens.yml') };
    });

  it('reads, and is recorded once a day', async () => {
    const gate = await openWith(entry(token));
    for (let time = 0; time < 3; time++) {
      const answer = await ask(`${gate.url}/api/v1/rules`, bearer(token));
      expect(await answer.text()).toBe(`${CATALOG} for reader`);
    }
    gate.clock.time += 24 * 3_600_000;
    await ask(gate.url, bearer(token));
    expect(gate.audited()).toMatchObject([
      { audit: 'token-used', who: 'ci', as: 'read' },
      { audit: 'token-used', who: 'ci', as: 'read' },
    ]);
  });

  it('sees what operators see only if the file says so', async () => {
    const other = newToken();
    const gate = await openWith(
      entry(token) + entry(other, { name: 'prometheus', may: 'operate' }),
    );
    const seen = async (text: string) => (await ask(`${gate.url}/status`, bearer(text))).text();
    expect(await seen(token)).toBe(`${CATALOG} for reader`);
    expect(await seen(other)).toBe(`${CATALOG} for operator`);
  });

  it('works to the end of its last day, and not after', async () => {
    const gate = await openWith(entry(token, { expires: '2030-03-31' }));
    gate.clock.time = Date.parse('2030-03-31T23:59:59Z');
    expect((await ask(gate.url, bearer(token))).status).toBe(200);
    gate.clock.time = Date.parse('2030-04-01T00:00:00Z');
    const refused = await ask(gate.url, bearer(token));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(gate.audited().at(-1)).toMatchObject({ audit: 'refused', why: 'token-expired' });
  });

  it('that is unknown, or in the address, opens nothing', async () => {
    const gate = await openWith(entry(token));
    for (const headers of [
      bearer(newToken()),
      bearer(`${token}x`),
      bearer(hashOf(token)),
      bearer(''),
      { Authorization: `Basic ${btoa(`ci:${token}`)}` },
    ]) {
      expect((await ask(gate.url, headers)).status).toBe(401);
    }
    expect((await ask(`${gate.url}/?access_token=${token}`)).status).toBe(401);
  });

  it('stops working when it is taken out of the file, and none works while the file is broken', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue();
    const gate = await openWith(entry(token));
    expect((await ask(gate.url, bearer(token))).status).toBe(200);
    writeFileSync(gate.file('tokens.yml'), '[]');
    expect((await ask(gate.url, bearer(token))).status).toBe(401);
    writeFileSync(gate.file('tokens.yml'), `${entry(token)}- {`);
    expect((await ask(gate.url, bearer(token))).status).toBe(401);
    expect(error).toHaveBeenCalledWith(expect.stringContaining('no token works'));
    rmSync(gate.file('tokens.yml'));
    expect((await ask(gate.url, bearer(token))).status).toBe(401);
  });

  it('of a proxy’s own is left to the proxy', async () => {
    const gate = await open(() => PROXY);
    const headers = { ...as('ben'), ...bearer('eyJhbGciOiJSUzI1NiJ9.e30.c2ln') };
    expect((await ask(gate.url, headers)).status).toBe(200);
  });
});

describe('attempts', () => {
  it('of one address are limited, and what is valid still works', async () => {
    const token = newToken();
    const gate = await open(({ url, file }) => {
      const yaml = `- { name: ci, sha256: "${hashOf(token)}", expires: 2999-01-01 }`;
      writeFileSync(file('tokens.yml'), yaml);
      return { ...OPENID(url), TOKENS: file('tokens.yml') };
    });
    const wrong = { Authorization: `Bearer ${newToken()}` };
    const statuses = [];
    for (let time = 0; time < 125; time++) statuses.push((await ask(gate.url, wrong)).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(120);
    expect(statuses.slice(120)).toEqual(Array(5).fill(429));
    const refused = await ask(`${gate.url}/sign-in`);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(gate.audited()).toHaveLength(120);
    const valid = { Authorization: `Bearer ${token}` };
    expect((await ask(gate.url, valid)).status).toBe(200);
    gate.clock.time += 61_000;
    expect((await ask(gate.url, wrong)).status).toBe(401);
  });
});
