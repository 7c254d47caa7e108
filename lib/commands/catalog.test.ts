import { execFile } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeLock } from '@/lib/ingest/lock';
import { overwrite } from '../catalog/file/catalog-fixture';
import { type Fixture, ID, makeFixture, plainRule } from '../ingest/sync-fixture';

// As an operator runs it. What each part does is tested beside lib/catalog.

const TIMEOUT_MS = 120_000;

let fixture: Fixture;
beforeAll(async () => {
  fixture = makeFixture();
  fixture.put('rules/a.yml', plainRule(ID.a));
  await fixture.sync();
}, TIMEOUT_MS);
afterAll(() => fixture.remove());

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function catalog(...args: string[]): Promise<Run> {
  const env = { ...process.env, DATABASE_URL: `file:${fixture.databaseFile}` };
  const command = ['--import', 'tsx', 'lib/commands/catalog.ts', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

const inFolder = (name: string) => path.join(fixture.folder, name);

it(
  'backs up, checks, compacts and restores',
  async () => {
    const backup = inFolder('a.db');
    expect(await catalog('backup', backup)).toMatchObject({ code: 0, err: '' });
    expect((await catalog('check', backup)).out).toContain('a backup, and as it was');
    expect((await catalog('check')).out).toContain('a sound catalog: 1 rules');
    expect(await catalog('compact')).toMatchObject({ code: 0, err: '' });

    const refused = await catalog('restore', backup);
    expect(refused).toMatchObject({ code: 3, out: '' });
    expect(refused.err).toContain('--overwrite');
    expect((await catalog('restore', backup, '--overwrite')).out).toMatch(/restored, with 1 rules/);
    const kept = readdirSync(fixture.folder).filter((name) => name.includes('.before-'));
    expect(kept.length).toBeGreaterThan(0);

    overwrite(backup, 0, 'no database');
    const damaged = await catalog('check', backup);
    expect(damaged.code).toBe(3);
    expect(damaged.err).toMatch(/is damaged\.\n.*\nDo not restore it\./);
  },
  TIMEOUT_MS,
);

it(
  'makes a bundle and loads it',
  async () => {
    const bundle = inFolder('rules.bundle');
    expect((await catalog('bundle', bundle)).out).toContain('1 rules');
    expect((await catalog('load', bundle)).out).toContain('1 rules of ');
  },
  TIMEOUT_MS,
);

it(
  'names a backup by the time, in a folder',
  async () => {
    const { code, out } = await catalog('backup');
    expect(code).toBe(0);
    const [name = ''] = out.split(': ');
    expect(path.basename(name)).toMatch(/^catalog-\d{4}-\d\d-\d\dT\d{6}Z\.backup\.db$/);
    expect(existsSync(name)).toBe(true);
  },
  TIMEOUT_MS,
);

it(
  'waits for no sync',
  async () => {
    const lock = takeLock(fixture.databaseFile);
    const results = [await catalog('compact'), await catalog('backup', inFolder('b.db'))];
    lock.release();
    expect(results.map(({ code }) => code)).toEqual([4, 0]);
    expect(results[0]?.err).toContain('Another sync of this catalog is running');
  },
  TIMEOUT_MS,
);

it.each([
  [['undo'], /Unknown command undo\. Use one of: backup, restore/],
  [['restore'], /Name the backup to restore/],
  [['check', 'a', 'b'], /more than expected: b/],
  [['bundle', 'x', '--sign'], /--sign/],
])(
  'says what is wrong with %j',
  async (args, message) => {
    const { code, err } = await catalog(...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  },
  TIMEOUT_MS,
);

it(
  'says when there is no catalog',
  async () => {
    const file = fixture.databaseFile;
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    expect(await catalog('backup', inFolder('c.db'))).toMatchObject({ code: 5 });
    writeFileSync(file, 'x'.repeat(5000));
    const { code, err } = await catalog('check');
    expect(code).toBe(3);
    expect(err).toContain('npm run catalog -- restore FILE --overwrite');
  },
  TIMEOUT_MS,
);
