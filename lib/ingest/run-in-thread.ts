import { Worker } from 'node:worker_threads';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { EXIT, type ExitCode, SyncFailure } from './failure';
import type { Sink } from './progress';
import type { SyncOptions } from './start';

/** The options of a sync that can go to a thread. The sources are as written: an address cannot be copied. */
export type ThreadedSync = Omit<
  SyncOptions,
  'sources' | 'progress' | 'signal' | 'demandLock' | 'http' | 'loadTools'
> & { readonly sources: readonly string[]; readonly tuningFolder: string | null };

export interface FailureMessage {
  readonly message: string;
  readonly next: string;
  readonly exitCode: ExitCode;
}

export type SyncThreadMessage =
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'summary'; readonly summary: Summary }
  | { readonly kind: 'failure'; readonly failure: FailureMessage }
  | { readonly kind: 'bug'; readonly stack: string };

export interface SyncThreadData {
  readonly options: ThreadedSync;
  readonly isTTY: boolean;
  readonly columns: number;
}

/** How long a sync that is asked to stop may take to record why, before its thread is ended. */
const GRACE_MS = 2000;

/**
 * Runs one sync in a thread, so that an abort of `signal` or the limit ends it at any point.
 * Progress goes to `sink`. Throws what `runSync` throws, or the signal's reason; after `limitMs` a
 * SyncFailure. The catalog is then unchanged.
 */
export function runInThread(
  options: ThreadedSync,
  { sink, signal, limitMs }: { sink: Sink; signal: AbortSignal; limitMs: number },
): Promise<Summary> {
  const data: SyncThreadData = {
    options,
    isTTY: sink.isTTY ?? false,
    columns: sink.columns ?? 80,
  };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
      workerData: data,
      execArgv: [],
    });
    const timers: NodeJS.Timeout[] = [];
    const settle = (finish: () => void): void => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const stop = ({ message, next, exitCode }: SyncFailure): void => {
      const asked: FailureMessage = { message, next, exitCode };
      worker.postMessage(asked);
      const end = () => {
        void worker.terminate();
        settle(() => reject(new SyncFailure(message, next, exitCode)));
      };
      timers.push(setTimeout(end, GRACE_MS));
    };
    const onAbort = () => stop(signal.reason as SyncFailure);
    signal.addEventListener('abort', onAbort);
    timers.push(setTimeout(() => stop(tooLong(limitMs)), limitMs));
    worker.on('message', (message: SyncThreadMessage) => {
      if (message.kind === 'write') sink.write(message.text);
      else if (message.kind === 'summary') settle(() => resolve(message.summary));
      else settle(() => reject(errorOf(message)));
    });
    worker.on('error', (error) => settle(() => reject(error)));
    worker.on('exit', (code) =>
      settle(() => reject(new Error(`the sync’s thread exited with code ${code}`))),
    );
  });
}

function errorOf(message: Exclude<SyncThreadMessage, { kind: 'write' | 'summary' }>): Error {
  if (message.kind === 'failure') {
    const { failure } = message;
    return new SyncFailure(failure.message, failure.next, failure.exitCode);
  }
  const error = new Error('the sync failed');
  error.stack = message.stack;
  return error;
}

function tooLong(limitMs: number): SyncFailure {
  return new SyncFailure(
    `The sync took longer than ${Math.round(limitMs / 60_000)} minutes, the limit that SYNC_LIMIT sets`,
    'The catalog is unchanged. If the source is that large, raise SYNC_LIMIT. The slowest rules are in the issues of the last sync and in `npm run ingest -- --verbose`.',
    EXIT.late,
  );
}
