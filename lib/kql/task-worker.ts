import { parentPort } from 'node:worker_threads';

/** What a pool's thread posts: `ready` once, then for each task its steps and how it ended, in order. */
export type ThreadMessage<Answer> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'step'; readonly step: string; readonly soFar: Partial<Answer> | null }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly message: string; readonly milliseconds: number };

/** Names the step that a task begins, with what its answer has so far; the pool limits each step. */
export type BeginStep<Answer> = (step: string, soFar?: Partial<Answer>) => void;

/**
 * Makes this thread one of a pool: it answers the tasks of each message one by one. A task that throws
 * fails alone.
 */
export function serveTasks<Task, Answer>(
  decode: (message: unknown) => readonly Task[],
  answer: (task: Task, begin: BeginStep<Answer>) => Answer,
): void {
  const post = (message: ThreadMessage<Answer>): void => parentPort?.postMessage(message);
  parentPort?.on('message', (tasks: unknown) => {
    for (const task of decode(tasks)) {
      const begun = performance.now();
      const milliseconds = () => performance.now() - begun;
      try {
        const begin: BeginStep<Answer> = (step, soFar) =>
          post({ kind: 'step', step, soFar: soFar ?? null });
        const made = answer(task, begin);
        post({ kind: 'answer', answer: made, milliseconds: milliseconds() });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        post({ kind: 'failed', message, milliseconds: milliseconds() });
      }
    }
  });
  post({ kind: 'ready' });
}
