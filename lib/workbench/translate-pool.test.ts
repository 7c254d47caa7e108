import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { LIMITS, type PoolLimits } from './pool-limits';
import { createTranslatePool, type TranslatePool } from './translate-pool';

/** A thread that does what a request's rule says: answer it, work for good, or use up its memory. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
const endless = () => { for (;;); };
const greedy = () => { for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length)); };
const broken = () => { throw new Error('broken on purpose'); };
parentPort.on('message', ({ rule }) => {
  if (rule.startsWith('endless')) endless();
  if (rule === 'greedy') greedy();
  if (rule === 'broken') broken();
  parentPort.postMessage(rule === 'failing' ? { failure: 'a bug' } : { json: rule });
});
parentPort.postMessage('ready');
`;

/** Times far apart, so that a slow machine does not change what comes first. */
const PATIENT: PoolLimits = {
  ...LIMITS,
  smallRunMs: 60_000,
  runMs: 60_000,
  smallWaitMs: 600_000,
  largeWaitMs: 600_000,
  answerMs: 600_000,
  firstAnswerMs: 600_000,
};
const LARGE = '*'.repeat(1_000);

function poolOf(
  limits: Partial<PoolLimits> = {},
): TranslatePool & { readonly started: () => number } {
  let started = 0;
  const pool = createTranslatePool(
    () => {
      started++;
      return new Worker(THREAD, {
        eval: true,
        resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 },
      });
    },
    { ...PATIENT, ...limits },
  );
  return { ...pool, started: () => started };
}

const ask = (pool: TranslatePool, rule: string, client = 'ann', signal?: AbortSignal) =>
  pool.translate({ rule, events: '' }, signal ? { client, signal } : { client });

/** A request that is at work for good, once this resolves. Ends with `stop`, or with the pool's limit. */
async function occupy(pool: TranslatePool, rule = 'endless', client = 'eve') {
  const abort = new AbortController();
  const answer = ask(pool, rule, client, abort.signal);
  const refused = answer.catch((error: unknown) => error);
  await sleep(0);
  return { refused, stop: () => abort.abort() };
}

it('answers in the order of turns, not of arrival', async () => {
  const pool = poolOf({ threads: 1, running: 1 });
  await ask(pool, 'start');
  const order: string[] = [];
  const asked = ['a1', 'a2', 'a3', 'b1', 'c1'].map(async (rule) => {
    order.push(await ask(pool, rule, rule.charAt(0)));
  });
  await Promise.all(asked);
  expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
});

it('refuses at once, and says when to try again, if a client’s own places are taken', async () => {
  const pool = poolOf({ threads: 1, running: 1, waitingPerClient: 2 });
  await ask(pool, 'start');
  const working = await occupy(pool, `endless${LARGE}`);
  const waiting = ['x', 'y'].map((rule) => ask(pool, `${rule}${LARGE}`, 'eve'));
  await expect(ask(pool, LARGE, 'eve')).rejects.toMatchObject({
    status: 503,
    retryAfter: expect.any(Number),
    message: expect.stringContaining('2 translations of yours are waiting'),
  });
  const other = ask(pool, `z${LARGE}`, 'ann');
  working.stop();
  await expect(Promise.all([...waiting, other])).resolves.toHaveLength(3);
});

it('refuses at once if all places are taken', async () => {
  const pool = poolOf({ threads: 1, running: 1, waiting: 2 });
  await ask(pool, 'start');
  const working = await occupy(pool, `endless${LARGE}`);
  const waiting = ['ann', 'bob'].map((client) => ask(pool, LARGE, client));
  await expect(ask(pool, LARGE, 'cid')).rejects.toMatchObject({ status: 503 });
  working.stop();
  await expect(Promise.all(waiting)).resolves.toHaveLength(2);
});

it('refuses at once what would wait too long', async () => {
  const pool = poolOf({ threads: 1, running: 1, runMs: 60_000, largeWaitMs: 1_000 });
  await ask(pool, 'start');
  const working = await occupy(pool, `endless${LARGE}`);
  await expect(ask(pool, LARGE)).rejects.toMatchObject({ status: 503, retryAfter: 30 });
  working.stop();
  await working.refused;
});

it('refuses a large body before it is read, and no small one for that', async () => {
  const pool = poolOf({ threads: 2, waiting: 1 });
  await ask(pool, 'start');
  const working = await occupy(pool, `endless${LARGE}`);
  const waiting = ask(pool, LARGE, 'bob');
  expect(() => pool.admit(300_000, 'ann')).toThrow(expect.objectContaining({ status: 503 }));
  expect(() => pool.admit(1_000, 'ann')).not.toThrow();
  working.stop();
  await expect(waiting).resolves.toBe(LARGE);
});

it('answers a small request while a large one works and others wait', async () => {
  const pool = poolOf({ threads: 2 });
  await ask(pool, 'start');
  const working = await occupy(pool, `endless${LARGE}`);
  const waiting = ['bob', 'cid', 'dan'].map((client) => ask(pool, LARGE, client));
  await expect(ask(pool, 'small')).resolves.toBe('small');
  working.stop();
  await expect(Promise.all(waiting)).resolves.toHaveLength(3);
});

it('stops what runs too long, and answers the next request from another thread', async () => {
  const pool = poolOf({ runMs: 300 });
  await ask(pool, 'start');
  await expect(ask(pool, `endless${LARGE}`)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('stopped after'),
  });
  await expect(ask(pool, 'next')).resolves.toBe('next');
});

it('gives a small request that turns out slow the place of the large one', async () => {
  const pool = poolOf({ threads: 2, smallRunMs: 100 });
  await ask(pool, 'start');
  const working = await occupy(pool, 'endless');
  const second = await occupy(pool, 'endless', 'mallory');
  await sleep(300);
  // Both are slow now: one works, and the other waits for its place, so that small ones go on.
  await expect(ask(pool, 'small')).resolves.toBe('small');
  working.stop();
  second.stop();
  await expect(working.refused).resolves.toMatchObject({ status: 408 });
  await expect(second.refused).resolves.toMatchObject({ status: 408 });
});

it('ends a request at its limit', async () => {
  const pool = poolOf({ answerMs: 300 });
  await ask(pool, 'start');
  await expect(ask(pool, `endless${LARGE}`)).rejects.toMatchObject({ status: 422 });
});

it('refuses a request that waits longer than expected', async () => {
  const pool = poolOf({ threads: 1, running: 1, smallRunMs: 2_000, smallWaitMs: 400 });
  await ask(pool, 'start');
  const working = await occupy(pool);
  await expect(ask(pool, 'next')).rejects.toMatchObject({
    status: 503,
    retryAfter: expect.any(Number),
  });
  working.stop();
  await expect(working.refused).resolves.toMatchObject({ status: 408 });
});

it('counts the thread’s start within the limit', async () => {
  const never = createTranslatePool(
    () => new Worker('setInterval(() => {}, 1000)', { eval: true }),
    { ...PATIENT, firstAnswerMs: 100, startMs: 1_000 },
  );
  await expect(ask(never, 'first')).rejects.toMatchObject({ status: 503 });
});

it('frees the place and the thread of a client that disconnects', async () => {
  const pool = poolOf({ threads: 1, running: 1, waitingPerClient: 1 });
  await ask(pool, 'start');
  const working = await occupy(pool, `endless${LARGE}`);
  const waiting = await occupy(pool, LARGE, 'eve');
  waiting.stop();
  await expect(waiting.refused).resolves.toMatchObject({ status: 408 });
  const next = ask(pool, `next${LARGE}`, 'eve');
  working.stop();
  await expect(working.refused).resolves.toMatchObject({ status: 408 });
  await expect(next).resolves.toMatch(/^next/);
});

it('lets a small request finish although its client has gone, and keeps the thread', async () => {
  const pool = poolOf({ threads: 1, running: 1 });
  await ask(pool, 'start');
  const gone = await occupy(pool, 'quick');
  gone.stop();
  await expect(ask(pool, 'next')).resolves.toBe('next');
  await gone.refused;
  expect(pool.started()).toBe(1);
});

it('takes no request of a client that has already gone', async () => {
  const pool = poolOf();
  await expect(ask(pool, 'late', 'ann', AbortSignal.abort())).rejects.toMatchObject({
    status: 408,
  });
  expect(pool.started()).toBe(0);
});

it('explains a thread that ran out of memory, and goes on', async () => {
  const pool = poolOf();
  await expect(ask(pool, 'greedy')).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('memory'),
  });
  await expect(ask(pool, 'next')).resolves.toBe('next');
});

it('reports a bug of the translation, and goes on', async () => {
  const pool = poolOf();
  await expect(ask(pool, 'failing')).rejects.toThrow('a bug');
  await expect(ask(pool, 'broken')).rejects.toThrow('broken on purpose');
  await expect(ask(pool, 'next')).resolves.toBe('next');
});

it('reports a thread that cannot start, and tries again with the next request', async () => {
  let starts = 0;
  const pool = createTranslatePool(() => {
    starts++;
    return new Worker(starts === 1 ? 'throw new Error("no content")' : THREAD, { eval: true });
  }, PATIENT);
  await expect(ask(pool, 'first')).rejects.toThrow('no content');
  await expect(ask(pool, 'second')).resolves.toBe('second');
});
