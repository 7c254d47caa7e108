import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BrowserFixture } from './browser-fixture';
import { CATALOG, type GateFixture, startGate } from './gate-fixture';
import {
  CLIENT,
  ID_TOKEN_SECONDS,
  type ProviderFixture,
  type ProviderOptions,
  startProvider,
} from './provider-fixture';
import { ABSOLUTE_MS, IDLE_MS } from './sessions.mjs';

// The whole way of a sign-in, with a real provider on this machine.

const accounts = { ada: ['soc', 'soc-operators'], ben: ['soc'], eve: ['sales'] };

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  vi.restoreAllMocks();
});

interface Started {
  readonly gate: GateFixture;
  readonly provider: ProviderFixture;
  readonly browser: BrowserFixture;
}

/** A gate with its provider, and a browser that has never been there. */
async function start(
  settings: Record<string, string> = {},
  options: Partial<ProviderOptions> = {},
  folder?: string,
): Promise<Started> {
  let provider: ProviderFixture | undefined;
  const gate = await startGate(
    async ({ url }) => {
      const redirectUri = `${url}/sign-in/callback`;
      provider = await startProvider({ redirectUri, accounts, ...options });
      return {
        SIGN_IN: 'oidc',
        PUBLIC_URL: url,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: CLIENT.id,
        OIDC_CLIENT_SECRET: CLIENT.secret,
        READ_GROUP: 'soc',
        OPERATOR_GROUP: 'soc-operators',
        ...settings,
      };
    },
    folder === undefined ? {} : { folder },
  );
  if (!provider) throw new Error('no provider');
  stops.push(gate.stop, provider.stop, () => rmSync(gate.folder, { recursive: true, force: true }));
  return { gate, provider, browser: new BrowserFixture() };
}

async function signIn({ gate, browser }: Started, login: string, path = '/'): Promise<Response> {
  return browser.giveName(await browser.open(gate.url + path), login);
}

/** Where the provider would send the browser to, without going there. */
async function beginWithoutProvider({ gate, browser }: Started): Promise<URL> {
  const answer = await browser.ask(`${gate.url}/sign-in`);
  return new URL(answer.headers.get('location') ?? '');
}

describe('a sign-in', () => {
  it('leads through the provider back to the page that was asked for', async () => {
    const started = await start();
    const { gate, browser, provider } = started;
    const form = await browser.open(`${gate.url}/rules/a?b=c%20d`);
    const asked = browser.went.find(({ pathname }) => pathname === '/auth');
    expect(asked?.origin).toBe(provider.issuer);
    expect(Object.fromEntries(asked?.searchParams ?? [])).toMatchObject({
      client_id: CLIENT.id,
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: `${gate.url}/sign-in/callback`,
    });
    const page = await browser.giveName(form, 'ada');
    expect(await page.text()).toBe(`${CATALOG} for operator`);
    expect(browser.went.at(-1)?.href).toBe(`${gate.url}/rules/a?b=c%20d`);
    expect(page.headers.get('cache-control')).toBe('private, max-age=60');
    expect(gate.audited()).toMatchObject([
      { audit: 'sign-in', who: 'ada', id: 'ada', as: 'operator', address: '127.0.0.1' },
    ]);
  });

  it('takes groups from the ID token as well', async () => {
    const started = await start({}, { hasGroupsInToken: true });
    expect(await (await signIn(started, 'ben')).text()).toBe(`${CATALOG} for reader`);
  });

  it('lets everyone read whom the provider knows, where no group is named', async () => {
    const started = await start({ READ_GROUP: '', OPERATOR_GROUP: '' });
    expect(await (await signIn(started, 'eve')).text()).toBe(`${CATALOG} for reader`);
  });

  it('returns to no other site', async () => {
    const started = await start();
    for (const to of ['//evil.example', 'https://evil.example', '/%5Cevil.example', '/\\evil']) {
      const browser = new BrowserFixture();
      const form = await browser.open(`${started.gate.url}/sign-in?to=${encodeURIComponent(to)}`);
      await browser.giveName(form, 'ben');
      expect(browser.went.at(-1)?.href, to).toBe(`${started.gate.url}/`);
    }
  });

  it('has several tabs of a browser sign in at once', async () => {
    const started = await start();
    const { gate, browser } = started;
    const first = await browser.ask(`${gate.url}/sign-in?to=/one`);
    const second = await browser.ask(`${gate.url}/sign-in?to=/two`);
    for (const [answer, path] of [
      [first, '/one'],
      [second, '/two'],
    ] as const) {
      const there = await browser.open(answer.headers.get('location') ?? '');
      if (new URL(there.url).origin !== gate.url) await browser.giveName(there, 'ben');
      expect(browser.went.at(-1)?.pathname).toBe(path);
    }
  });

  it('refuses who is not in the group, and says what to do', async () => {
    const started = await start();
    const page = await signIn(started, 'eve');
    expect(page.status).toBe(403);
    expect(await page.text()).toMatch(/may not read this catalog.*Ask your operator/s);
    const again = await started.browser.ask(`${started.gate.url}/rules/a`);
    expect(again.status).toBe(302);
    expect(started.gate.audited()).toMatchObject([
      { audit: 'sign-in-refused', who: 'eve', why: 'not-in-group' },
    ]);
  });
});

describe('a sign-in that fails says why and what to do', () => {
  it('when the provider is down, and works again once it is up', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const started = await start();
    await started.provider.stop();
    const page = await started.browser.open(`${started.gate.url}/`);
    expect(page.status).toBe(503);
    expect(page.headers.get('retry-after')).toBe('60');
    expect(await page.text()).toMatch(/does not answer.*Try again in a minute/s);
    expect(started.gate.audited()).toMatchObject([{ why: 'provider-down' }]);
    const again = await startProvider({
      redirectUri: `${started.gate.url}/sign-in/callback`,
      accounts,
      port: Number(new URL(started.provider.issuer).port),
    });
    stops.push(again.stop);
    expect((await signIn(started, 'ben')).status).toBe(200);
  });

  it('when the provider calls itself otherwise', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    let url = '';
    const started = await start({}, {});
    const gate = await startGate(async (at) => {
      url = at.url;
      return {
        SIGN_IN: 'oidc',
        PUBLIC_URL: at.url,
        OIDC_ISSUER: started.provider.issuer.replace('127.0.0.1', 'localhost'),
        OIDC_CLIENT_ID: CLIENT.id,
      };
    });
    stops.push(gate.stop, () => rmSync(gate.folder, { recursive: true, force: true }));
    const page = await new BrowserFixture().open(`${url}/`);
    expect(page.status).toBe(502);
    expect(await page.text()).toMatch(/goes by another name.*OIDC_ISSUER/s);
  });

  it('when the provider does not know the secret', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const page = await signIn(await start({ OIDC_CLIENT_SECRET: 'wrong' }), 'ben');
    expect(page.status).toBe(502);
    expect(await page.text()).toMatch(/does not accept Watchfloor.*OIDC_CLIENT_SECRET/s);
  });

  it('when the ID token is out of date by this clock', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const started = await start();
    started.gate.clock.time += (ID_TOKEN_SECONDS + 90) * 1000;
    const page = await signIn(started, 'ben');
    expect(page.status).toBe(502);
    expect(await page.text()).toMatch(/clocks differ.*set the clock/s);
  });

  it('but takes a clock that differs by half a minute', async () => {
    const started = await start();
    started.gate.clock.time += (ID_TOKEN_SECONDS + 30) * 1000;
    expect((await signIn(started, 'ben')).status).toBe(200);
  });

  it('when the answer has the nonce of another sign-in', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const started = await start();
    const address = await beginWithoutProvider(started);
    address.searchParams.set('nonce', 'the-nonce-of-somebody-else');
    const { browser } = started;
    const page = await browser.giveName(await browser.open(address), 'ben');
    expect(page.status).toBe(400);
    expect(await page.text()).toMatch(/another sign-in.*Sign in again/s);
    expect(started.gate.audited()).toMatchObject([{ why: 'wrong-nonce' }]);
  });

  it('when the code was asked for with another PKCE challenge', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const started = await start();
    const address = await beginWithoutProvider(started);
    address.searchParams.set('code_challenge', 'a'.repeat(43));
    const { browser } = started;
    const page = await browser.giveName(await browser.open(address), 'ben');
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('no longer valid');
  });

  it('when another browser began it, its state is unknown, or it took too long', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const started = await start();
    const address = await beginWithoutProvider(started);
    const stranger = new BrowserFixture();
    const stolen = await stranger.giveName(await stranger.open(address), 'ben');
    expect(stolen.status).toBe(400);
    expect(await stolen.text()).toMatch(/no longer valid.*began in another browser/s);

    const { browser, gate } = started;
    const unknown = await browser.open(`${gate.url}/sign-in/callback?code=a&state=b`);
    expect(unknown.status).toBe(400);

    gate.clock.time += 11 * 60_000;
    const late = await browser.giveName(await browser.open(address), 'ben');
    expect(late.status).toBe(400);
  });

  it('when the provider ends it', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const started = await start();
    const address = await beginWithoutProvider(started);
    const back = new URL(`${started.gate.url}/sign-in/callback`);
    back.search = String(
      new URLSearchParams({
        error: 'access_denied',
        error_description: '<script>alert(1)</script>',
        state: address.searchParams.get('state') ?? '',
        iss: started.provider.issuer,
      }),
    );
    const page = await started.browser.open(back);
    expect(page.status).toBe(403);
    const text = await page.text();
    expect(text).toMatch(/service refused.*ask your operator/s);
    expect(text).not.toContain('script');
  });
});

describe('a session', () => {
  it('is a cookie that scripts cannot read and that nobody can change', async () => {
    const started = await start();
    await signIn(started, 'ben');
    const { browser, gate } = started;
    expect([...browser.cookies.keys()].filter((name) => name.includes('watchfloor'))).toEqual([
      'watchfloor',
    ]);
    const value = browser.cookies.get('watchfloor') ?? '';
    expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain('ben');
    for (const changed of [`A${value.slice(1)}`, value.slice(0, -2), '', 'x', `${value}AAAA`]) {
      browser.cookies.set('watchfloor', changed);
      expect((await browser.ask(`${gate.url}/`)).status, changed).toBe(302);
    }
    browser.cookies.set('watchfloor', value);
    expect((await browser.ask(`${gate.url}/`)).status).toBe(200);
  });

  it('has a new id after each sign-in, and the one before ends', async () => {
    const started = await start();
    await signIn(started, 'ben');
    const { browser, gate } = started;
    const before = browser.cookies.get('watchfloor') ?? '';
    await browser.open(`${gate.url}/sign-in`);
    expect(browser.cookies.get('watchfloor')).not.toBe(before);
    expect((await browser.ask(`${gate.url}/`)).status).toBe(200);
    browser.cookies.set('watchfloor', before);
    expect((await browser.ask(`${gate.url}/`)).status).toBe(302);
  });

  it('ends when it is idle, and goes on while it is used', async () => {
    const started = await start();
    await signIn(started, 'ben');
    const { browser, gate } = started;
    for (let hour = 0; hour < 3; hour++) {
      gate.clock.time += 0.9 * IDLE_MS;
      expect((await browser.ask(`${gate.url}/`)).status).toBe(200);
    }
    gate.clock.time += IDLE_MS + 1;
    expect((await browser.ask(`${gate.url}/`)).status).toBe(302);
  });

  it('is not kept by what a page asks for by itself', async () => {
    const started = await start();
    await signIn(started, 'ben');
    const { browser, gate } = started;
    gate.clock.time += 0.9 * IDLE_MS;
    expect((await browser.ask(`${gate.url}/api/sync`)).status).toBe(200);
    gate.clock.time += 0.2 * IDLE_MS;
    expect((await browser.ask(`${gate.url}/`)).status).toBe(302);
  });

  it('ends after twelve hours in any case', async () => {
    const started = await start();
    await signIn(started, 'ben');
    const { browser, gate } = started;
    const end = gate.clock.time + ABSOLUTE_MS;
    while (gate.clock.time + 0.5 * IDLE_MS < end) {
      gate.clock.time += 0.5 * IDLE_MS;
      expect((await browser.ask(`${gate.url}/`)).status).toBe(200);
    }
    gate.clock.time = end + 1;
    expect((await browser.ask(`${gate.url}/`)).status).toBe(302);
  });

  it('ends for good when somebody signs out', async () => {
    const started = await start();
    await signIn(started, 'ben');
    const { browser, gate } = started;
    const stolen = browser.cookies.get('watchfloor') ?? '';
    const page = await browser.open(`${gate.url}/sign-out`, { method: 'POST' });
    expect(browser.went.at(-1)?.pathname).toBe('/signed-out');
    expect(await page.text()).toMatch(/session has ended.*\/session\/end\?client_id=watchfloor/s);
    expect(browser.cookies.has('watchfloor')).toBe(false);
    browser.cookies.set('watchfloor', stolen);
    expect((await browser.ask(`${gate.url}/`)).status).toBe(302);
    expect(gate.audited().map(({ audit }) => audit)).toEqual(['sign-in', 'sign-out']);
  });

  it('is not ended by another site, and not by a link', async () => {
    const started = await start();
    await signIn(started, 'ben');
    const { browser, gate } = started;
    const senders: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
    ];
    for (const headers of senders) {
      const init = { method: 'POST', headers };
      expect((await browser.ask(`${gate.url}/sign-out`, init)).status).toBe(403);
    }
    expect((await browser.ask(`${gate.url}/sign-out`)).status).toBe(405);
    expect((await browser.ask(`${gate.url}/`)).status).toBe(200);
  });

  it('works at every server that shares the secret, and ends there, too, if they share the folder', async () => {
    const SESSION_SECRET = 'a secret of the operator with enough characters';
    const one = await start({ SESSION_SECRET });
    await signIn(one, 'ben');
    const settings = { SESSION_SECRET, OIDC_ISSUER: one.provider.issuer };
    const other = await start(settings, {}, one.gate.folder);
    expect((await one.browser.ask(`${other.gate.url}/`)).status).toBe(200);
    const stranger = await start({ ...settings, SESSION_SECRET: `${SESSION_SECRET} of others` });
    expect((await one.browser.ask(`${stranger.gate.url}/`)).status).toBe(302);
    const copy = one.browser.cookies.get('watchfloor') ?? '';
    await one.browser.ask(`${one.gate.url}/sign-out`, { method: 'POST' });
    one.browser.cookies.set('watchfloor', copy);
    expect((await one.browser.ask(`${other.gate.url}/`)).status).toBe(302);
  });

  it('outlives a restart by a secret that is kept for this account alone', async () => {
    const one = await start();
    await signIn(one, 'ben');
    const again = await start({ OIDC_ISSUER: one.provider.issuer }, {}, one.gate.folder);
    expect((await one.browser.ask(`${again.gate.url}/`)).status).toBe(200);
    expect(readdirSync(one.gate.file('sign-in')).sort()).toEqual(['session-secret', 'signed-out']);
    const modes = ['sign-in', 'sign-in/session-secret', 'sign-in/signed-out', 'audit.jsonl'].map(
      (name) => (statSync(one.gate.file(name)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['700', '600', '700', '600']);
  });

  it('ends when the operator changes which groups decide', async () => {
    const one = await start();
    await signIn(one, 'ben');
    const settings = { OIDC_ISSUER: one.provider.issuer, READ_GROUP: 'soc-operators' };
    const stricter = await start(settings, {}, one.gate.folder);
    expect((await one.browser.ask(`${stricter.gate.url}/`)).status).toBe(302);
  });
});

describe('the audit log', () => {
  it('has no secret, no code and no cookie', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const SESSION_SECRET = 'a secret of the operator with enough characters';
    const started = await start({ SESSION_SECRET });
    await signIn(started, 'ada', '/status?code=sigma/parse');
    const { browser, gate } = started;
    const session = browser.cookies.get('watchfloor') ?? '';
    const wrong = { Authorization: `Bearer wfl_${'a'.repeat(43)}` };
    await browser.ask(`${gate.url}/`, { headers: wrong });
    await browser.open(`${gate.url}/sign-in/callback?code=the-code&state=the-state`);
    await new BrowserFixture().open(`${gate.url}/sign-in/callback?code=the-code&state=the-state`);
    await browser.ask(`${gate.url}/sign-out`, { method: 'POST' });
    const text = readFileSync(gate.file('audit.jsonl'), 'utf8');
    expect(gate.audited().map(({ audit }) => audit)).toEqual([
      'sign-in',
      'operator-page',
      'refused',
      'sign-in-refused',
      'sign-out',
    ]);
    for (const secret of [
      SESSION_SECRET,
      CLIENT.secret,
      session,
      'the-code',
      'the-state',
      'aaaa',
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});
