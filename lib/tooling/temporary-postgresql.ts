import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port';

/** Where Debian's packages put their servers. */
export const PACKAGES = '/usr/lib/postgresql';
const OLDEST = 15;
/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const START_MS = 30_000;

/** A PostgreSQL server in a temporary folder. */
export interface TemporaryServer {
  /** Of its database `postgres`, as a user who may make others. */
  readonly url: string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** The folder with the newest server of Debian's packages; null if there is none that is new enough. */
export function findPostgresql(): string | null {
  if (!existsSync(PACKAGES)) return null;
  const versions = readdirSync(PACKAGES)
    .map(Number)
    .filter((version) => version >= OLDEST);
  const folders = versions.sort((a, b) => b - a).map((version) => `${PACKAGES}/${version}/bin`);
  return folders.find((folder) => existsSync(`${folder}/initdb`)) ?? null;
}

/** Starts a server of the programs in `binaries` on a free port of 127.0.0.1. It does not wait for the disk. */
export async function startPostgresql(binaries: string): Promise<TemporaryServer> {
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
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // It does not outlive the process that has started it. SIGQUIT: without writing anything more.
  const abandon = () => {
    server.kill('SIGQUIT');
    remove();
  };
  process.on('exit', abandon);
  await untilReady(server, url);
  return {
    url,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      process.off('exit', abandon);
      remove();
    },
  };
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
  throw new Error(`the temporary PostgreSQL server ended with code ${server.exitCode}`);
}
