import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the production server on a port of 127.0.0.1. It ends with this process, which it notices by their channel. */
export function spawnWebServer(port: number, env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ['lib/tooling/web-server.mjs', String(port), '127.0.0.1'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
