import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endChildren } from '@/lib/tooling/end-children.mjs';
import type { Spread } from '@/lib/tooling/figures/spread';

/** Requests to send to a server on this machine. */
export interface LoadTask {
  readonly port: number;
  readonly paths: readonly string[];
  readonly connections: number;
  /** Asks for the paths in turn for so long, or for each of them once. */
  readonly seconds: number | 'once';
}

export interface Load {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds from the request to the end of its answer. */
  readonly whole: Spread;
  /** Milliseconds from the request to the first byte of its answer. */
  readonly firstByte: Spread;
}

export type LoadAnswer = { readonly load: Load } | { readonly error: string };

/** The process that sends requests, so that it shares no thread with what it measures. */
export interface LoadGenerator {
  /** Throws if an answer has another status than 200. */
  run(task: LoadTask): Promise<Load>;
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./load-worker.ts', import.meta.url));

export function startLoadGenerator(): LoadGenerator {
  const child = startWorker(WORKER);
  return {
    async run(task) {
      child.send(task);
      const answer = await messageOf<LoadAnswer>(child);
      if ('error' in answer) throw new Error(answer.error);
      return answer.load;
    },
    close: () => endChildren([child]),
  };
}

/** A process of a module beside this one, which ends with this process. */
export function startWorker(file: string, env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return fork(file, { execArgv: ['--import', 'tsx'], env });
}

/** The next message of a process. Throws if it ends instead. */
export async function messageOf<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal: ended.signal }),
      once(child, 'exit', { signal: ended.signal }).then(([code]) => {
        throw new Error(`a process of the bench ended with code ${code}`);
      }),
    ]);
    return message as Message;
  } finally {
    ended.abort();
  }
}
