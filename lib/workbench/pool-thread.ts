import type { Worker } from 'node:worker_threads';

/** What a thread answers to a request: the answer's JSON, or the stack of an unexpected error. */
export type ThreadReply = { readonly json: string } | { readonly failure: string };

export interface ThreadEvents {
  /** The thread has loaded and takes requests. */
  onReady(thread: PoolThread): void;
  onReply(thread: PoolThread, reply: ThreadReply): void;
  /** The thread died. Not called after `stop`. */
  onDeath(thread: PoolThread, error: Error): void;
}

export interface PoolThread {
  send(request: unknown): void;
  /** Ends the thread, and whatever it is doing. */
  stop(): void;
}

/**
 * Follows a worker whose first message says that it is ready, and that answers every message after with a
 * ThreadReply. The worker does not keep this process alive.
 */
export function followWorker(worker: Worker, events: ThreadEvents): PoolThread {
  let ready = false;
  let over = false;
  const thread: PoolThread = {
    send: (request) => worker.postMessage(request),
    stop: () => {
      over = true;
      void worker.terminate();
    },
  };
  const die = (error: Error): void => {
    if (over) return;
    thread.stop();
    events.onDeath(thread, error);
  };
  worker.on('message', (message: unknown) => {
    if (over) return;
    if (ready) return events.onReply(thread, message as ThreadReply);
    ready = true;
    events.onReady(thread);
  });
  worker.on('error', die);
  worker.on('exit', (code) => die(new Error(`The translating thread exited with code ${code}.`)));
  worker.unref();
  return thread;
}
