import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect } from '@playwright/test';

const ROOT = path.join(import.meta.dirname, '..');
/** What `npm start` says once it has loaded the rules, in either form of its log. */
const RULES = /^(?:── |.*"message":")rules: /m;

export interface WebServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface Server extends WebServer {
  /** What `npm start` has printed so far. */
  output(): string;
}

/** The web server alone, on a free port, once it serves the catalog that `environment` names. */
export async function startWebServer(environment: NodeJS.ProcessEnv): Promise<WebServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['lib/tooling/web-server.mjs', String(port), '127.0.0.1'], {
    cwd: ROOT,
    env: environment,
    stdio: 'ignore',
  });
  await expect.poll(() => healthOf(url), { timeout: 180_000 }).toBe(200);
  return { url, stop: () => endOf(child) };
}

/** The status of a server's health; 0 if it does not answer. */
export function healthOf(url: string): Promise<number> {
  return fetch(`${url}/api/health`).then(
    ({ status }) => status,
    () => 0,
  );
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.kill('SIGTERM')) await once(child, 'exit');
}

/** `npm start` with these settings, on a free port, once it serves and has loaded the rules. It reaches nothing outside this machine. */
export async function startServer(settings: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, ['lib/tooling/start.mjs'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '',
      PUBLIC_URL: '',
      TRUST_PROXY: '',
      GITHUB_API_URL: 'http://127.0.0.1:9',
      SYNC_ATTACK: 'http://127.0.0.1:9',
      SYNC_EVERY: '0',
      ...settings,
    },
  });
  let output = '';
  const ended = once(child, 'exit');
  const serving = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        output += part;
        if (output.includes('Watchfloor is running at') && RULES.test(output)) resolve();
      });
    }
    ended.then(() => reject(new Error(`the server ended:\n${output}`)));
  });
  await serving;
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    stop: () => endOf(child),
  };
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
