import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT, SyncFailure } from '../failure';
import { makeArchive, makeRule } from './archive-fixture';
import { type Fault, type GithubDouble, startGithubDouble } from './github-double';
import { fetchSource, type Known, LIMITS, parseSource, type SourceContext } from './index';

const COMMIT = 'a'.repeat(40);
const SOURCE = { kind: 'github', owner: 'SigmaHQ', name: 'sigma', ref: null } as const;
const QUICK = {
  tries: 3,
  headersTimeout: 10_000,
  stallTimeout: 10_000,
  backoff: 5,
  maxBackoff: 20,
  patience: 2000,
};
const IMPATIENT = { ...QUICK, headersTimeout: 300, stallTimeout: 300 };

let github: GithubDouble;
let notes: string[];
beforeEach(async () => {
  const name = `SigmaHQ-sigma-${COMMIT.slice(0, 9)}`;
  // Noise does not compress, so the transfer takes several packets.
  const noise = randomBytes(200_000);
  const tarball = await makeArchive([
    { name: `${name}/rules/a.yml`, content: makeRule('11111111-1111-4111-8111-111111111111') },
    { name: `${name}/images/noise.png`, content: noise },
  ]);
  github = await startGithubDouble(COMMIT, tarball);
  notes = [];
});
afterEach(() => github.close());

function fetchRules(known: Known | null = null, rest: Partial<SourceContext> = {}, ref?: string) {
  const context: SourceContext = {
    github: { apiUrl: github.apiUrl, token: null },
    starter: 'content/starter',
    http: QUICK,
    onNote: (message) => notes.push(message),
    ...rest,
  };
  return fetchSource({ ...SOURCE, ref: ref ?? null }, context, known);
}

async function failure(rest: Partial<SourceContext> = {}): Promise<SyncFailure> {
  const error = await fetchRules(null, rest).then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(SyncFailure);
  return error as SyncFailure;
}

function fail(host: 'api' | 'codeload', fault: Fault, times = 1): void {
  for (let time = 0; time < times; time++) github.faults[host].push(fault);
}

describe('a GitHub source', () => {
  it('asks for the commit, then follows the redirect to its tarball', async () => {
    const fetched = await fetchRules();
    expect(fetched).toMatchObject({
      kind: 'files',
      files: { label: 'github:SigmaHQ/sigma', commit: COMMIT, etag: 'W/"first"' },
    });
    expect(fetched.kind === 'files' && fetched.files.rules.map(({ path }) => path)).toEqual([
      'rules/a.yml',
    ]);
    expect(github.requests.map(({ host, path }) => `${host} ${path}`)).toEqual([
      'api /repos/SigmaHQ/sigma/commits/HEAD',
      `api /repos/SigmaHQ/sigma/tarball/${COMMIT}`,
      `codeload /SigmaHQ/sigma/legacy.tar.gz/${COMMIT}`,
    ]);
  });

  it('asks for the ref that the source names', async () => {
    await fetchRules(null, {}, 'release/1.0');
    expect(github.requests[0]?.path).toBe('/repos/SigmaHQ/sigma/commits/release%2F1.0');
  });

  it('makes one request when upstream is unchanged', async () => {
    const fetched = await fetchRules({ commit: COMMIT, etag: 'W/"first"' });
    expect(fetched).toEqual({ kind: 'unchanged', commit: COMMIT, etag: 'W/"first"' });
    expect(github.requests).toHaveLength(1);
  });

  it('treats the same commit with a new ETag as unchanged', async () => {
    github.etag = 'W/"second"';
    const fetched = await fetchRules({ commit: COMMIT, etag: 'W/"first"' });
    expect(fetched).toEqual({ kind: 'unchanged', commit: COMMIT, etag: 'W/"second"' });
    expect(github.requests).toHaveLength(1);
  });

  it('sends the token to the API only', async () => {
    await fetchRules(null, { github: { apiUrl: github.apiUrl, token: 'secret' } });
    expect(github.requests.map(({ host, headers }) => [host, headers.authorization])).toEqual([
      ['api', 'Bearer secret'],
      ['api', 'Bearer secret'],
      ['codeload', undefined],
    ]);
  });

  it('sends no authorization without a token', async () => {
    await fetchRules();
    expect(github.requests.every(({ headers }) => !headers.authorization)).toBe(true);
  });

  it('follows the redirect of a repository that was renamed', async () => {
    const location = `${github.apiUrl}/repos/New/name/commits/HEAD`;
    fail('api', { kind: 'status', status: 301, headers: { location } });
    expect((await fetchRules()).kind).toBe('files');
  });

  it('gives up after five redirects', async () => {
    const location = `${github.apiUrl}/repos/SigmaHQ/sigma/commits/HEAD`;
    fail('api', { kind: 'status', status: 302, headers: { location } }, 10);
    expect((await failure()).message).toMatch(/More than 5 redirects/);
    expect(github.requests).toHaveLength(6);
  });

  it('does not follow a redirect to an unencrypted address', async () => {
    const headers = { location: 'http://192.0.2.1/tarball' };
    fail('api', { kind: 'status', status: 302, headers });
    expect((await failure()).message).toMatch(/not an https URL/);
  });
});

describe('when GitHub fails, a sync', () => {
  it.each([500, 502, 503, 408])('retries after status %d', async (status) => {
    fail('api', { kind: 'status', status }, 2);
    expect((await fetchRules()).kind).toBe('files');
    expect(notes).toHaveLength(2);
  });

  it('gives up after the last try', async () => {
    fail('api', { kind: 'status', status: 503 }, 10);
    const { message, next, exitCode } = await failure();
    expect(message).toMatch(/answered 503 for the commit of SigmaHQ\/sigma/);
    expect(next).toMatch(/Sync again later/);
    expect(exitCode).toBe(EXIT.source);
    expect(github.requests).toHaveLength(QUICK.tries);
  });

  it('waits for a rate limit that ends soon', async () => {
    fail('api', { kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    const started = performance.now();
    expect((await fetchRules()).kind).toBe('files');
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    expect(notes[0]).toMatch(/trying again in 1 s/);
  });

  it.each([403, 429])(
    'fails on a long rate limit (status %d) and names the time it ends',
    async (status) => {
      const reset = Math.floor(Date.now() / 1000) + 1800;
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
      fail('api', { kind: 'status', status, headers });
      const { message, next } = await failure();
      expect(message).toMatch(/limits requests/);
      const minute = new Date(reset * 1000).toISOString().slice(0, 15);
      expect(next).toContain(`Sync again after ${minute}`);
      expect(next).toMatch(/GITHUB_TOKEN/);
      expect(github.requests).toHaveLength(1);
    },
  );

  it('reports a token that GitHub refuses', async () => {
    fail('api', { kind: 'status', status: 401 });
    const { next } = await failure({ github: { apiUrl: github.apiUrl, token: 'old' } });
    expect(next).toMatch(/GITHUB_TOKEN is not valid/);
    expect(github.requests).toHaveLength(1);
  });

  it('does not retry a 403 without a rate limit', async () => {
    fail('api', { kind: 'status', status: 403 });
    await failure();
    expect(github.requests).toHaveLength(1);
  });

  it('reports a repository that does not exist', async () => {
    fail('api', { kind: 'status', status: 404 });
    const { message, next } = await failure();
    expect(message).toMatch(/answered 404/);
    expect(next).toMatch(/Check the name and the ref/);
    expect(github.requests).toHaveLength(1);
  });

  it('times out when no answer comes', async () => {
    fail('api', { kind: 'silence' }, 10);
    expect((await failure({ http: IMPATIENT })).message).toMatch(/no response in time/);
    expect(github.requests).toHaveLength(QUICK.tries);
  });

  it('retries when the connection closes', async () => {
    fail('api', { kind: 'reset' });
    expect((await fetchRules()).kind).toBe('files');
  });

  it('reports a host that cannot be reached', async () => {
    const { apiUrl } = github;
    await github.close();
    const { message, next } = await failure({ github: { apiUrl, token: null } });
    expect(message).toMatch(/could not be reached/);
    expect(next).toMatch(/--source PATH\.tar\.gz/);
  });

  it('rejects an answer that is not a commit', async () => {
    github.commit = '<html>A portal that wants a password</html>';
    expect((await failure()).next).toMatch(/GITHUB_API_URL/);
  });

  it.each(['short', 'broken-chunks', 'stall'] as const)(
    'retries a transfer that breaks off (%s)',
    async (kind) => {
      fail('codeload', { kind });
      const http = { ...QUICK, stallTimeout: kind === 'stall' ? 500 : QUICK.stallTimeout };
      expect((await fetchRules(null, { http })).kind).toBe('files');
      expect(notes[0]).toMatch(/broke off/);
    },
  );

  it.each(['short', 'broken-chunks', 'stall'] as const)(
    'gives up when every transfer breaks off (%s)',
    async (kind) => {
      fail('codeload', { kind }, 10);
      const http = { ...QUICK, stallTimeout: kind === 'stall' ? 300 : QUICK.stallTimeout };
      const { message, next, exitCode } = await failure({ http });
      expect(message).toMatch(/The transfer of the archive of SigmaHQ\/sigma broke off/);
      expect(next).toMatch(/The catalog is unchanged/);
      expect(exitCode).toBe(EXIT.source);
    },
  );

  it('rejects a transfer that ends early as if it were complete', async () => {
    fail('codeload', { kind: 'cut' });
    expect((await failure()).message).toMatch(
      /^The archive of github:SigmaHQ\/sigma is incomplete/,
    );
  });

  it('stops a transfer that exceeds the limit', async () => {
    const limits = { ...LIMITS, archive: 10_000 };
    expect((await failure({ limits })).message).toMatch(/exceeds the limit/);
  });

  it('stops at once when it is interrupted', async () => {
    fail('api', { kind: 'silence' }, 10);
    const stop = new AbortController();
    const fetched = expect(fetchRules(null, { signal: stop.signal })).rejects.toThrow('stopped');
    await vi.waitUntil(() => github.requests.length > 0, { timeout: 10_000 });
    stop.abort(new Error('stopped'));
    await fetched;
    expect(github.requests).toHaveLength(1);
  });
});

describe('the address of an archive', () => {
  const fetchUrl = (url: string, sourceToken: string | null = null) =>
    fetchSource(
      parseSource(url, process.cwd()),
      {
        github: { apiUrl: github.apiUrl, token: 'secret' },
        sourceToken,
        starter: '',
        http: QUICK,
        onNote: (message) => notes.push(message),
      },
      null,
    );
  const tarballUrl = () => `${github.apiUrl}/repos/SigmaHQ/sigma/tarball/${COMMIT}`;

  it('may be unencrypted on this machine, and never gets the GitHub token', async () => {
    expect((await fetchUrl(tarballUrl())).kind).toBe('files');
    expect(github.requests.every(({ headers }) => !headers.authorization)).toBe(true);
  });

  it('must be encrypted everywhere else', async () => {
    expect(() => fetchUrl('http://example.org/a.tar.gz')).toThrow(/not an https URL/);
  });

  it('gets SYNC_TOKEN, and the host of a redirect does not', async () => {
    await fetchUrl(tarballUrl(), 'mine');
    expect(github.requests.map(({ host, headers }) => [host, headers.authorization])).toEqual([
      ['api', 'Bearer mine'],
      ['codeload', undefined],
    ]);
  });

  it('does not get SYNC_TOKEN back when another host redirects to it', async () => {
    const location = tarballUrl();
    fail('codeload', { kind: 'status', status: 302, headers: { location } });
    await fetchUrl(tarballUrl(), 'mine');
    expect(github.requests.map(({ host, headers }) => [host, headers.authorization])).toEqual([
      ['api', 'Bearer mine'],
      ['codeload', undefined],
      ['api', undefined],
      ['codeload', undefined],
    ]);
  });

  it.each([
    ['http://user:secret@127.0.0.1:9/a', /contains a user name or password/],
    ['ftp://user:secret@example.org/a', /is not an https URL/],
    ['http://[secret', /is not an https URL/],
  ])('is not tried again after a redirect to %s', async (location, expected) => {
    fail('api', { kind: 'status', status: 302, headers: { location } }, 10);
    const error = await fetchUrl(tarballUrl()).catch((reason) => reason);
    expect(error).toBeInstanceOf(SyncFailure);
    expect(error.message).toMatch(expected);
    expect(inspect(error, { depth: null })).not.toMatch(/:secret@|\[secret/);
    expect(github.requests).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  it('is shown without secrets when the host of a redirect fails', async () => {
    const location = `${github.apiUrl}/absent?X-Amz-Signature=hidden`;
    fail('api', { kind: 'status', status: 302, headers: { location } });
    const error = await fetchUrl(`${tarballUrl()}?token=hidden`).catch((reason) => reason);
    expect(error.message).toMatch(
      /which redirects to \S+\/absent\?X-Amz-Signature=…, answered 404/,
    );
    expect(inspect(error, { depth: null })).not.toContain('hidden');
  });

  it.each([
    [401, 'mine', /^SYNC_TOKEN is not valid/],
    [401, null, /needs SYNC_TOKEN/],
    [404, null, /needs SYNC_TOKEN/],
  ])('is refused with status %d (token: %s): says what to set', async (status, token, next) => {
    fail('api', { kind: 'status', status });
    const error = await fetchUrl(tarballUrl(), token).catch((reason) => reason);
    expect(error.next).toMatch(next);
    expect(github.requests).toHaveLength(1);
  });
});
