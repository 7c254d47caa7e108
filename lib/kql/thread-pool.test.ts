import { afterEach, describe, expect, it } from 'vitest';
import { createThreadPool } from './thread-pool';

const pool = createThreadPool<unknown, number>({
  module: 'kql/fixture-worker.ts',
  workerData: null,
  batch: 3,
  threads: 1,
  limitMs: 2000,
});
afterEach(() => pool.close());

describe('a pool of threads', () => {
  it('stops a task alone that takes too long, fails or ends its thread', async () => {
    const seen: number[] = [];
    const results = await pool.ask([1, 'loop', 2, 'throw', 3, 'exit', 4], {
      onDone: (done) => seen.push(done),
    });
    expect(results.map(({ answer }) => answer)).toEqual([2, null, 4, null, 6, null, 8]);
    expect(results.flatMap(({ stopped }) => stopped ?? [])).toMatchObject([
      { why: 'late', step: 'think', message: 'it took more than 2 s' },
      { why: 'failed', step: 'think', message: 'thrown' },
      { why: 'failed', message: 'a worker thread exited with code 3' },
    ]);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('ends its threads at once when it is aborted, in whatever they do', async () => {
    const stop = new AbortController();
    const asked = pool.ask([1, 'loop', 'loop', 'loop', 'loop', 'loop', 'loop'], {
      signal: stop.signal,
      onDone: () => stop.abort(new Error('enough')),
    });
    await expect(asked).rejects.toThrow('enough');
    expect((await pool.ask([5])).map(({ answer }) => answer)).toEqual([10]);
  });

  it('throws what its module throws', async () => {
    const broken = createThreadPool({
      module: 'kql/check-worker.ts',
      workerData: null,
      batch: 1,
      threads: 1,
    });
    await expect(broken.ask([1])).rejects.toThrow();
    await broken.close();
  });
});
