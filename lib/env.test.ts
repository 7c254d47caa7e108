import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from './env';

describe('readEnvironment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({}, '/srv/watchfloor')).toEqual({
      databaseFile: '/srv/watchfloor/data/catalog.db',
      port: 3000,
      githubToken: null,
      githubApiUrl: 'https://api.github.com',
      syncSource: 'github:SigmaHQ/sigma',
      syncAttack: null,
      syncEvery: 6 * 3_600_000,
    });
  });

  it('treats an empty variable as not set', () => {
    expect(readEnvironment({ PORT: '', GITHUB_TOKEN: '' })).toMatchObject({
      port: 3000,
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
    ['PORT', '0'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'postgres://localhost/a'],
    ['DATABASE_URL', 'file:'],
    ['GITHUB_API_URL', 'ftp://example.org'],
    ['GITHUB_TOKEN', 'two words'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(EnvironmentError);
    expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`^${name} `));
  });

  it('names every wrong variable at once, without repeating a token', () => {
    const read = () => readEnvironment({ PORT: 'x', GITHUB_TOKEN: 'my secret' });
    expect(read).toThrow(/PORT .*\nGITHUB_TOKEN/);
    expect(read).not.toThrow(/secret/);
  });
});
