import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { soundness } from './is-sound.mjs';

it('is unsure after each change until the catalog was asked for', async () => {
  const state = { stamp: '1', answer: true, asked: 0 };
  const isSound = soundness({
    stamp: () => state.stamp,
    ask: async () => {
      state.asked++;
      await wait(5);
      return state.answer;
    },
  });
  expect([isSound(), isSound()]).toEqual([false, false]);
  await wait(20);
  expect([isSound(), isSound()]).toEqual([true, true]);
  expect(state.asked).toBe(1);

  Object.assign(state, { stamp: '2', answer: false });
  expect(isSound()).toBe(false);
  await wait(20);
  expect(isSound()).toBe(false);
  await wait(20);
  state.answer = true;
  expect(isSound()).toBe(false);
  await wait(20);
  expect(isSound()).toBe(true);
});
