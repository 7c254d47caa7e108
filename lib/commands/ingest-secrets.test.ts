import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive } from '../ingest/source/archive-fixture';
import { type GithubDouble, startGithubDouble } from '../ingest/source/github-double';
import { ID, plainRule } from '../ingest/sync-fixture';

// Runs the command as a person does, with a secret wherever one can be, and looks for it in everything
// that the command leaves: what it prints, and every byte beside the catalog, which pages show.

const SECRET = 'hunter2';
const COMMIT = 'c'.repeat(40);

let github: GithubDouble;
let folder: string;
beforeAll(async () => {
  const content = plainRule(ID.a);
  github = await startGithubDouble(
    COMMIT,
    await makeArchive([{ name: 'x-y-1/rules/a.yml', content }]),
  );
  folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-secrets-'));
});
afterAll(async () => {
  await github.close();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly printed: string;
}

const ingest = (...args: string[]) => ingestWith({}, ...args);

function ingestWith(settings: Record<string, string>, ...args: string[]): Promise<Run> {
  const env = {
    ...process.env,
    DATABASE_URL: `file:${path.join(folder, 'catalog.db')}`,
    SYNC_TOKEN: `token-${SECRET}`,
    GITHUB_TOKEN: `github-${SECRET}`,
    ENGINE_TOKEN: `engine-${SECRET}`,
    ENRICH_MODEL_KEY: `model-${SECRET}`,
    ...settings,
  };
  const command = ['--import', 'tsx', 'lib/commands/ingest.ts', '--json', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, printed: stdout + stderr });
    });
  });
}

/** The files in the catalog's folder that contain the secret. */
function leaks(): string[] {
  return readdirSync(folder).filter((name) =>
    readFileSync(path.join(folder, name)).includes(SECRET),
  );
}

const tarball = () => `${github.apiUrl}/repos/SigmaHQ/sigma/tarball/${COMMIT}?key=${SECRET}`;
const attack = () => `${github.apiUrl}/bundle.json?key=${SECRET}`;

describe('npm run ingest', () => {
  it('leaves no secret of its addresses behind when the sync completes', async () => {
    const { code, printed } = await ingest('--source', tarball(), '--attack', attack());
    expect(printed).toContain('key=…');
    expect(code).toBe(0);
    expect(printed).not.toContain(SECRET);
    expect(leaks()).toEqual([]);
    expect(github.requests[0]?.headers.authorization).toBe(`Bearer token-${SECRET}`);
  });

  it('leaves no secret behind when the source fails after a redirect', async () => {
    const location = `/absent?signature=${SECRET}`;
    github.faults.api.push({ kind: 'status', status: 302, headers: { location } });
    const { code, printed } = await ingest('--source', tarball(), '--attack', 'absent.json');
    expect(code).toBe(3);
    expect(printed).toMatch(/redirects to \S+\/absent\?signature=…, answered 404/);
    expect(printed).not.toContain(SECRET);
    expect(leaks()).toEqual([]);
  });

  it.each(['text', 'json'])(
    'leaves no secret of a webhook in its log as %s, and no line of another kind',
    async (format) => {
      // Outside the catalog's folder, which is searched.
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'watchfloor-webhooks-')), 'a.yml');
      const url = `${github.apiUrl}/services/${SECRET}`;
      const key = Buffer.from(`${SECRET}-key`).toString('base64');
      writeFileSync(
        file,
        `- { id: mine, to: generic, url: "${url}", secret: whsec_${key}, private: true }\n`,
      );
      const settings = { WEBHOOKS: file, LOG_FORMAT: format, LOG_LEVEL: 'debug' };
      const source = format === 'text' ? ['--source', tarball()] : ['--source', 'absent.tar.gz'];
      const { printed } = await ingestWith(settings, ...source, '--attack', attack());
      rmSync(path.dirname(file), { recursive: true });
      expect(printed.length).toBeGreaterThan(50);
      expect(printed).not.toContain(SECRET);
      expect(printed).not.toContain(key);
      expect(leaks()).toEqual([]);
      if (format === 'text') return;
      const events = printed
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(events.at(-1)).toMatchObject({ level: 'error', event: 'sync-failed' });
    },
  );

  it.each([
    ['--source', `https://user:${SECRET}@127.0.0.1:9/a.tar.gz?token=${SECRET}`],
    ['--attack', `https://user:${SECRET}@127.0.0.1:9/bundle.json?token=${SECRET}`],
  ])('refuses a password in %s %s, and leaves none behind', async (option, address) => {
    const rest = option === '--attack' ? ['--source', 'starter'] : [];
    const { code, printed } = await ingest(option, address, ...rest);
    expect(code).toBe(2);
    expect(printed).toMatch(/contains a user name or password/);
    expect(printed).not.toContain(SECRET);
    expect(leaks()).toEqual([]);
  });
});
