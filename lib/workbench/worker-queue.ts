import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TranslateAnswer, TranslateRequest } from './types';

// One thread answers one request at a time. It is started when the page is shown, or with the first
// request, and kept; a request that takes too long ends with its thread, and a new one is started.

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

/** Answers the request off this thread. Throws a TranslateRefusal when busy or out of time. */
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

/** Starts the thread ahead of the first request: it takes seconds to load. What fails is told by the request. */
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

/** The worker's next message; a worker that fails or is late is ended, and another comes next time. */
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
      fail(new Error(`the translating thread left with code ${code}`));
    const fail = (error: Error) =>
      end(() => {
        state.worker = null;
        // Whatever it still says is nobody's: without a listener an error would end this process.
        worker.on('error', () => {});
        void worker.terminate();
        reject(error);
      });
    const timer = setTimeout(
      () => fail(new TranslateRefusal(422, `Stopped: this takes longer than ${limit / 1000} s.`)),
      limit,
    );
    worker.on('message', onMessage);
    worker.on('error', fail);
    worker.on('exit', onExit);
    post();
  });
}
