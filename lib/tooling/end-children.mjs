import { once } from 'node:events';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

/** How long a child may take to end after SIGTERM; a sync takes at most two seconds of it. */
export const GRACE_MS = 5000;
/** The operating system ends a killed process at once, unless it waits for a disk. */
const KILL_MS = 2000;

/**
 * Asks processes to end, kills those that are still there after five seconds, and waits for all of them,
 * at most two seconds more.
 * @param {Iterable<import('node:child_process').ChildProcess>} children
 * @param {number} [graceMs]
 */
export async function endChildren(children, graceMs = GRACE_MS) {
  const left = new Set([...children].filter(isRunning));
  const ended = Promise.all(
    [...left].map(async (child) => {
      await once(child, 'exit');
      left.delete(child);
    }),
  );
  for (const child of left) child.kill('SIGTERM');
  await Promise.race([ended, setTimeout(graceMs)]);
  for (const child of left) child.kill('SIGKILL');
  await Promise.race([ended, setTimeout(KILL_MS)]);
  for (const { pid } of left) process.stderr.write(`error: process ${pid} cannot be ended\n`);
}

/** @param {import('node:child_process').ChildProcess} child */
function isRunning({ exitCode, signalCode }) {
  return exitCode === null && signalCode === null;
}
