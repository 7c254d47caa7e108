import { expect, it } from 'vitest';
import { createFairQueue, type FairQueue } from './fair-queue';

function queueOf(...items: readonly string[]): FairQueue<string> {
  const queue = createFairQueue<string>();
  for (const item of items) queue.add(item.charAt(0), item);
  return queue;
}

const takeAll = (queue: FairQueue<string>): string[] => {
  const taken: string[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
};

it('lets clients take turns, whatever the number of their items', () => {
  const queue = queueOf('a1', 'a2', 'a3', 'b1', 'c1', 'c2');
  expect(takeAll(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
});

it('puts a client that comes back behind those that wait', () => {
  const queue = queueOf('a1', 'b1');
  expect(queue.take()).toBe('a1');
  queue.add('a', 'a2');
  expect(takeAll(queue)).toEqual(['b1', 'a2']);
});

it('counts what goes before a new item', () => {
  const queue = queueOf('a1', 'a2', 'a3', 'b1');
  expect(queue.ahead('c')).toBe(2);
  expect(queue.ahead('b')).toBe(3);
  expect(queue.ahead('a')).toBe(4);
});

it('frees the place of what is removed', () => {
  const queue = queueOf('a1', 'a2', 'b1');
  expect(queue.remove('a', 'a1')).toBe(true);
  expect(queue.remove('a', 'a1')).toBe(false);
  expect([queue.size, queue.sizeOf('a')]).toEqual([2, 1]);
  expect(takeAll(queue)).toEqual(['a2', 'b1']);
});

it('takes client names from strangers as names only', () => {
  const queue = createFairQueue<number>();
  queue.add('__proto__', 1);
  queue.add('constructor', 2);
  expect([queue.size, queue.sizeOf('toString'), queue.take(), queue.take()]).toEqual([2, 0, 1, 2]);
});
