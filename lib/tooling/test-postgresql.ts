import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

// The PostgreSQL server of the tests: the one at TEST_POSTGRES_URL, or a temporary one of Debian's package. Without
// either the tests run on PGlite (lib/catalog/database/database-fixture.ts), and this file says so.

const PACKAGES = '/usr/lib/postgresql';
const OLDEST = 15;
/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const START_MS = 30_000;

interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Called by Vitest before the tests; what it returns is called after them. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env.TEST_POSTGRES_URL) {
    say('the server at TEST_POSTGRES_URL');
    return async () => {};
  }
  const binaries = findBinaries();
  if (!binaries) {
    say(
      `PGlite, because there is neither TEST_POSTGRES_URL nor a server in ${PACKAGES}. The tests of several instances need one.`,
    );
    return async () => {};
  }
  const server = await startServer(binaries);
  say(`a temporary server of ${binaries}`);
  process.env.TEST_POSTGRES_URL = server.url;
  return server.stop;
}

function say(what: string): void {
  process.stdout.write(`PostgreSQL of the tests: ${what}\n`);
}

/** The folder with the newest server of Debian's packages; null if there is none that is new enough. */
function findBinaries(): string | null {
  if (!existsSync(PACKAGES)) return null;
  const versions = readdirSync(PACKAGES)
    .map(Number)
    .filter((version) => version >= OLDEST);
  const folders = versions.sort((a, b) => b - a).map((version) => `${PACKAGES}/${version}/bin`);
  return folders.find((folder) => existsSync(`${folder}/initdb`)) ?? null;
}

async function startServer(binaries: string): Promise<TestServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-postgresql-'));
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) for (const each of [folder, data]) await chown(each, NOBODY, NOBODY);
  const account = isRoot ? NOBODY : undefined;
  const options = {
    uid: account,
    gid: account,
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  };
  execFileSync(
    path.join(binaries, 'initdb'),
    [
      '--pgdata',
      data,
      '--username',
      'watchfloor',
      '--auth',
      'trust',
      '--encoding',
      'UTF8',
      '--no-sync',
    ],
    { ...options, stdio: 'pipe' },
  );
  const port = await freePort();
  const server: ChildProcess = spawn(
    path.join(binaries, 'postgres'),
    ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'fsync=off'],
    { ...options, stdio: 'ignore' },
  );
  const url = `postgresql://watchfloor@127.0.0.1:${port}/postgres`;
  await untilReady(server, url);
  return {
    url,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const { default: pg } = await import('pg');
  const deadline = Date.now() + START_MS;
  while (server.exitCode === null) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(50);
    } finally {
      await client.end();
    }
  }
  throw new Error(`the PostgreSQL server of the tests ended with code ${server.exitCode}`);
}
