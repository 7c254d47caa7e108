import { parentPort, workerData } from 'node:worker_threads';
import { SyncFailure } from './failure';
import { createProgress } from './progress';
import { runSync } from './run';
import type { FailureMessage, SyncThreadData, SyncThreadMessage } from './run-in-thread';
import { readProfiles, resolveSources, tuningSource } from './source';

// A sync in a thread of its own: whatever it does, the process's first thread answers signals and the
// clock.

const { options, isTTY, columns } = workerData as SyncThreadData;
const post = (message: SyncThreadMessage): void => parentPort?.postMessage(message);

const stopped = new AbortController();
parentPort?.once('message', ({ message, next, exitCode }: FailureMessage) => {
  stopped.abort(new SyncFailure(message, next, exitCode));
});
parentPort?.unref();

const progress = createProgress({ isTTY, columns, write: (text) => post({ kind: 'write', text }) });
try {
  const profiles = readProfiles(options.root, options.sourceFile ?? null);
  const named = resolveSources(options.sources, profiles, process.cwd());
  const sources = [...named, ...tuningSource(options.tuningFolder)];
  const summary = await runSync({ ...options, sources, progress, signal: stopped.signal });
  post({ kind: 'summary', summary });
} catch (error) {
  if (error instanceof SyncFailure) {
    const { message, next, exitCode } = error;
    post({ kind: 'failure', failure: { message, next, exitCode } });
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    post({ kind: 'bug', stack });
  }
}
