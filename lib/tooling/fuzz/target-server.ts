import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCatalog } from '@/lib/catalog/client';
import { buildIfStale } from '@/lib/tooling/build.mjs';
import { freePort } from '@/lib/tooling/free-port';
import { spawnWebServer } from '@/lib/tooling/spawn-web-server';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const START_MS = 120_000;
const INGEST = ['--import', 'tsx', 'lib/commands/ingest.ts'];

/** The web server on the starter rules, to send hostile requests to. */
export interface TargetServer {
  readonly port: number;
  readonly pid: number;
  /** Ids of rules in its catalog. */
  readonly ids: readonly string[];
  isAlive(): boolean;
  close(): void;
}

export async function startTargetServer(): Promise<TargetServer> {
  if (!buildIfStale()) throw new Error('the build failed; see the output above');
  const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-fuzz-'));
  const databaseFile = path.join(folder, 'catalog.db');
  const env = {
    ...process.env,
    DATABASE_URL: `file:${databaseFile}`,
    SYNC_EVERY: '0',
    API_LIMIT: '0',
  };
  const bundle = path.join(folder, 'bundle.json');
  writeFileSync(bundle, '{"type":"bundle","id":"bundle--0","objects":[]}');
  await run([...INGEST, '--source', 'starter', '--attack', bundle], env);
  const catalog = openCatalog(databaseFile);
  const rules = await catalog.rule.findMany({ select: { id: true } });
  await catalog.$disconnect();
  const port = await freePort();
  const child = spawnWebServer(port, env);
  await ready(child, port);
  return {
    port,
    pid: child.pid ?? 0,
    ids: rules.map(({ id }) => id),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    close: () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the ingest of the starter rules ended with code ${code}`));
    });
  });
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not respond within ${START_MS / 1000} s`);
}
