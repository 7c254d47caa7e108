import { Agent, request } from 'node:http';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { largest } from '@/lib/long-lists';
import { spreadOf } from '@/lib/tooling/figures/spread';
import { Random } from '@/lib/tooling/fuzz/random';
import type { ReadersFigures, ReadersTask } from './reader-words';

// Readers who each keep one connection, ask for a page, read it for a while, and ask for another.

const LEAST_READING_MS = 3_000;
const MOST_READING_MS = 9_000;
/** As long as proxies wait. */
const MOST_WAITING_MS = 60_000;

async function read({ port, paths, readers, seconds, seed }: ReadersTask): Promise<ReadersFigures> {
  const until = performance.now() + seconds * 1000;
  const times: number[] = [];
  const failures = new Map<string, number>();
  const reader = async (at: number) => {
    const random = new Random(seed * 10_007 + at);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await setTimeout(random.next() * MOST_READING_MS);
    while (performance.now() < until) {
      const started = performance.now();
      const failure = await ask(agent, port, random.pick(paths));
      times.push(performance.now() - started);
      if (failure !== null) failures.set(failure, (failures.get(failure) ?? 0) + 1);
      await setTimeout(random.integer(LEAST_READING_MS, MOST_READING_MS));
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: readers }, (_, at) => reader(at)));
  return {
    requests: times.length,
    failures: Object.fromEntries(failures),
    times: spreadOf(times),
    slowest: largest(times, 0),
  };
}

/** Why a request failed; null if it was answered whole. */
function ask(agent: Agent, port: number, path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const asked = request({ agent, host: '127.0.0.1', port, path }, (response) => {
      const { statusCode = 0 } = response;
      response.resume();
      response.on('end', () => resolve(statusCode === 200 ? null : `status ${statusCode}`));
      response.on('error', () => resolve('cut in the middle'));
    });
    asked.setTimeout(MOST_WAITING_MS, () => {
      resolve('no answer in time');
      asked.destroy();
    });
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
}

process.once('message', async (task: ReadersTask) => {
  process.send?.(await read(task));
  process.disconnect();
});
