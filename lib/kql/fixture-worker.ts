import { serveTasks } from './task-worker';

// A pool's thread for tests: it doubles numbers, and misbehaves on words.

serveTasks<unknown, number>(
  (message) => message as readonly unknown[],
  (task, begin) => {
    begin('think');
    if (task === 'loop') for (;;);
    if (task === 'throw') throw new Error('thrown');
    if (task === 'exit') process.exit(3);
    return 2 * Number(task);
  },
);
