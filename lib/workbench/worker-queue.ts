import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TranslateAnswer, TranslateRequest } from './types';

// One thread answers one request at a time. It starts when the page is shown or with the first request,
// and stays. A request that takes too long ends with its thread, and the next request starts a new one.

const START_MS = 60_000;
const ANSWER_MS = 5_000;
const MAX_WAITING = 8;

export class TranslateRefusal extends Error {
  override readonly name = 'TranslateRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface State {
  worker: Promise<Worker> | null;
  last: Promise<unknown>;
  waiting: number;
}

const shared = globalThis as typeof globalThis & { watchfloorTranslate?: State };
shared.watchfloorTranslate ??= { worker: null, last: Promise.resolve(), waiting: 0 };
const state = shared.watchfloorTranslate;

/** Answers the request in another thread. Throws a TranslateRefusal when busy or out of time. */
export async function translateInWorker(request: TranslateRequest): Promise<TranslateAnswer> {
  if (state.waiting >= MAX_WAITING) {
    throw new TranslateRefusal(503, 'The translator is busy. Try again in a moment.');
  }
  state.waiting++;
  const before = state.last;
  const answer = before.then(() => ask(request));
  state.last = answer.catch(() => {});
  try {
    return await answer;
  } finally {
    state.waiting--;
  }
}

/** Starts the thread before the first request, because it takes seconds to load. The request reports failures. */
export function warmWorker(): void {
  running().catch(() => {});
}

function running(): Promise<Worker> {
  if (state.worker === null) {
    const worker = start();
    state.worker = worker;
    worker.catch(() => {
      if (state.worker === worker) state.worker = null;
    });
  }
  return state.worker;
}

async function ask(request: TranslateRequest): Promise<TranslateAnswer> {
  const worker = await running();
  return (await reply(worker, ANSWER_MS, () => worker.postMessage(request))) as TranslateAnswer;
}

async function start(): Promise<Worker> {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/workbench/thread.mjs');
  const worker = new Worker(/* turbopackIgnore: true */ file, {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  await reply(worker, START_MS, () => {});
  worker.unref();
  return worker;
}

/** The worker's next message. Ends a worker that fails or is late, so that the next request starts another. */
function reply(worker: Worker, limit: number, post: () => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', fail);
      worker.off('exit', onExit);
      finish();
    };
    const onMessage = (message: unknown) => end(() => resolve(message));
    const onExit = (code: number) =>
      fail(new Error(`the translating thread exited with code ${code}`));
    const fail = (error: Error) =>
      end(() => {
        state.worker = null;
        // Ignore further errors of this worker: without a listener, one would end this process.
        worker.on('error', () => {});
        void worker.terminate();
        reject(error);
      });
    const timer = setTimeout(
      () =>
        fail(
          new TranslateRefusal(
            422,
            `The translation was stopped after ${limit / 1000} s. Try a shorter rule or fewer events.`,
          ),
        ),
      limit,
    );
    worker.on('message', onMessage);
    worker.on('error', fail);
    worker.on('exit', onExit);
    post();
  });
}
