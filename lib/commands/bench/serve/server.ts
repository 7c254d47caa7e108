import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { endChildren } from '@/lib/tooling/end-children.mjs';
import { freePort } from '@/lib/tooling/free-port';
import { environmentOf } from '@/lib/tooling/own-environment';
import { spawnWebServer } from '@/lib/tooling/spawn-web-server';
import { get } from './get';

const START_MS = 300_000;

/** The production server on a catalog, in a process of its own. */
export interface WebServer {
  readonly port: number;
  readonly pid: number;
  /** Seconds from the start of the process until it listens. */
  readonly listening: number;
  /** Seconds from then until its first answer from the rule index. */
  readonly indexReady: number;
  close(): Promise<void>;
}

export async function startWebServer(databaseFile: string): Promise<WebServer> {
  const port = await freePort();
  const started = performance.now();
  const child = spawnWebServer(port, environmentOf(`file:${databaseFile}`));
  try {
    await listens(child, port);
    const listening = performance.now();
    await get(port, '/api/health');
    const ready = performance.now();
    return {
      port,
      pid: child.pid ?? 0,
      listening: (listening - started) / 1000,
      indexReady: (ready - listening) / 1000,
      close: () => endChildren([child]),
    };
  } catch (error) {
    await endChildren([child]);
    throw error;
  }
}

async function listens(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    if (await accepts(port)) return;
    await wait(20);
  }
  throw new Error(`the server does not listen on port ${port}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
