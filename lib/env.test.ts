import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from './env';

describe('readEnvironment', () => {
  it('takes several sources, with a comma between them', () => {
    const { syncSources, sourceFile } = readEnvironment(
      { SYNC_SOURCE: 'sigmahq, lolrmm ,/srv/rules', SOURCES: 'own.yml' },
      '/x',
    );
    expect(syncSources).toEqual(['sigmahq', 'lolrmm', '/srv/rules']);
    expect(sourceFile).toBe('/x/own.yml');
    expect(() => readEnvironment({ SYNC_SOURCE: 'sigmahq,,lolrmm' })).toThrow(/SYNC_SOURCE/);
  });

  it('takes a PostgreSQL database in place of a file, and never shows its password', () => {
    const url = 'postgresql://watchfloor:s3cret@db.example.org/watchfloor?sslmode=verify-full';
    expect(readEnvironment({ DATABASE_URL: url }).database).toBe(url);
    const wrong = () => readEnvironment({ DATABASE_URL: 'postgresql://u:s3cret@h:port/x' });
    expect(wrong).toThrow(/DATABASE_URL must start with file:/);
    expect(wrong).not.toThrow(/s3cret/);
  });

  it('has a default for everything', () => {
    expect(readEnvironment({}, '/srv/watchfloor')).toEqual({
      database: '/srv/watchfloor/data/catalog.db',
      port: 3000,
      host: '127.0.0.1',
      publicUrl: null,
      trustProxy: false,
      metricsPort: null,
      bundleKeyFile: null,
      engineToken: null,
      githubToken: null,
      githubApiUrl: 'https://api.github.com',
      syncSources: ['sigmahq'],
      sourceFile: null,
      syncToken: null,
      syncAttack: null,
      syncEvery: 6 * 3_600_000,
      syncLimit: 3_600_000,
      ruleLimit: 20_000,
      placeholderFile: null,
      tuningFolder: null,
      webhookFile: null,
      model: null,
      signIn: {
        mode: 'off',
        publicUrl: null,
        proxy: null,
        oidc: null,
        readGroup: null,
        operatorGroup: null,
        sessionSecret: null,
        tokenFile: null,
        auditFile: null,
      },
    });
    expect(readEnvironment({ PLACEHOLDERS: 'values.json' }, '/srv')).toMatchObject({
      placeholderFile: '/srv/values.json',
    });
  });

  it('names a model only by address and name together', () => {
    const url = 'http://127.0.0.1:11434/v1';
    const set = { ENRICH_MODEL_URL: url, ENRICH_MODEL: 'llama3.1:8b' };
    expect(readEnvironment(set).model).toEqual({ url, model: 'llama3.1:8b', key: null });
    expect(readEnvironment({ ENRICH_MODEL: 'llama3.1:8b' }).model).toBeNull();
    expect(() => readEnvironment({ ENRICH_MODEL_URL: url })).toThrow(/ENRICH_MODEL must be set/);
    const secret = 'https://me:hunter2@models.example/v1';
    const read = () => readEnvironment({ ...set, ENRICH_MODEL_URL: secret });
    expect(read).toThrow(/ENRICH_MODEL_URL must be/);
    expect(read).not.toThrow(/hunter2/);
  });

  it('reads what an operator sets', () => {
    expect(
      readEnvironment({ METRICS_PORT: '9464', BUNDLE_PUBLIC_KEY_FILE: 'bundle.pub' }, '/srv'),
    ).toMatchObject({ metricsPort: 9464, bundleKeyFile: '/srv/bundle.pub' });
    for (const [name, value] of [
      ['METRICS_PORT', '0'],
      ['HSTS', '1y'],
      ['LOG_FORMAT', 'xml'],
      ['LOG_LEVEL', 'loud'],
    ] as const) {
      expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`${name} must be`));
    }
  });

  it('treats an empty variable as not set', () => {
    expect(readEnvironment({ PORT: '', GITHUB_TOKEN: '' })).toMatchObject({
      port: 3000,
      engineToken: null,
      githubToken: null,
    });
  });

  it.each([
    ['0', 0],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['6h', 21_600_000],
    ['1d', 86_400_000],
  ])('reads the interval %s', (text, milliseconds) => {
    expect(readEnvironment({ SYNC_EVERY: text }).syncEvery).toBe(milliseconds);
  });

  it.each([
    ['SYNC_EVERY', 'often'],
    ['SYNC_EVERY', '1s'],
    ['SYNC_EVERY', '6'],
    ['SYNC_LIMIT', '0'],
    ['SYNC_LIMIT', '30s'],
    ['SYNC_LIMIT', '30d'],
    ['SYNC_RULE_LIMIT', '0'],
    ['SYNC_RULE_LIMIT', 'soon'],
    ['PORT', '0'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['HOST', 'my-machine'],
    ['HOST', '127.0.0.1:3000'],
    ['HOST', '256.0.0.1'],
    ['HOST', 'http://127.0.0.1'],
    ['PUBLIC_URL', 'rules.example.org'],
    ['PUBLIC_URL', 'ftp://rules.example.org'],
    ['PUBLIC_URL', 'https://rules.example.org/a//b'],
    ['PUBLIC_URL', 'https://rules.example.org/../a'],
    ['PUBLIC_URL', 'https://rules.example.org/a"b'],
    ['PUBLIC_URL', 'https://user:secret@rules.example.org'],
    ['PUBLIC_URL', 'https://rules.example.org?a=b'],
    ['TRUST_PROXY', 'yes'],
    ['DATABASE_URL', 'mysql://localhost/a'],
    ['DATABASE_URL', 'postgresql://'],
    ['DATABASE_URL', 'file:'],
    ['GITHUB_API_URL', 'ftp://example.org'],
    ['GITHUB_TOKEN', 'two words'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(EnvironmentError);
    expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`^${name} `));
  });

  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['::1', '::1'],
    ['[::]', '::'],
    ['localhost', 'localhost'],
  ])('listens on %s', (text, host) => {
    expect(readEnvironment({ HOST: text }).host).toBe(host);
  });

  it.each([
    ['https://Rules.Example.org/', 'https://rules.example.org'],
    ['https://rules.example.org:443', 'https://rules.example.org'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['https://soc.example.org/rules-catalog/', 'https://soc.example.org/rules-catalog'],
  ])('reads PUBLIC_URL %s', (text, address) => {
    expect(readEnvironment({ PUBLIC_URL: text }).publicUrl).toBe(address);
  });

  it('trusts a proxy only when asked to', () => {
    expect(readEnvironment({ TRUST_PROXY: '1' }).trustProxy).toBe(true);
    expect(readEnvironment({ TRUST_PROXY: '0' }).trustProxy).toBe(false);
  });

  it('names every wrong variable at once, without repeating a token', () => {
    const read = () => readEnvironment({ PORT: 'x', GITHUB_TOKEN: 'my secret' });
    expect(read).toThrow(/PORT .*\nGITHUB_TOKEN/);
    expect(read).not.toThrow(/secret/);
  });

  it('refuses a password in an address without repeating it', () => {
    const source = { GITHUB_API_URL: 'https://user:secret@example.org/api?token=secret' };
    expect(() => readEnvironment(source)).toThrow(
      'GITHUB_API_URL must be an http or https URL without user, password and query; it is "https://example.org/api?token=…"',
    );
  });
});
