import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');

export interface Server {
  readonly url: string;
  /** What `npm start` has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** `npm start` with these settings, on a free port, once it serves. It reaches nothing outside this machine. */
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
        if (output.includes('Watchfloor is running at')) resolve();
      });
    }
    ended.then(() => reject(new Error(`the server ended:\n${output}`)));
  });
  await serving;
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
