import { Agent, request } from 'node:http';
import process from 'node:process';
import { spreadOf } from '@/lib/tooling/figures/spread';
import type { Load, LoadAnswer, LoadTask } from './load';

/** Milliseconds from the request. */
interface Times {
  readonly firstByte: number;
  readonly whole: number;
}

async function run({ port, paths, connections, seconds }: LoadTask): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: Times[] = [];
  const started = performance.now();
  const mayGoOn = (sent: number) =>
    seconds === 'once'
      ? sent < paths.length
      : paths.length > 0 && performance.now() - started < seconds * 1000;
  let sent = 0;
  const connection = async () => {
    while (mayGoOn(sent)) times.push(await ask(agent, port, paths[sent++ % paths.length] ?? ''));
  };
  try {
    await Promise.all(Array.from({ length: connections }, connection));
  } finally {
    agent.destroy();
  }
  return {
    requests: times.length,
    perSecond: (times.length * 1000) / (performance.now() - started),
    whole: spreadOf(times.map(({ whole }) => whole)),
    firstByte: spreadOf(times.map(({ firstByte }) => firstByte)),
  };
}

function ask(agent: Agent, port: number, path: string): Promise<Times> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const headers = { 'accept-encoding': 'br' };
    const asked = request({ agent, host: '127.0.0.1', port, path, headers }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`${path} was answered with ${response.statusCode}`));
      }
      let firstByte = 0;
      response.once('data', () => {
        firstByte = performance.now() - sentAt;
      });
      response.on('end', () => resolve({ firstByte, whole: performance.now() - sentAt }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

process.on('message', (task: LoadTask) => {
  const answer = (given: LoadAnswer) => process.send?.(given);
  run(task).then(
    (load) => answer({ load }),
    (error: Error) => answer({ error: error.message }),
  );
});
