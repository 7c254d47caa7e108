import { expect, it } from 'vitest';
import { distinct } from './distinct';

const textsOf = (...texts: string[]) =>
  distinct(texts.map((text) => ({ text, basis: 'rule: x' }))).map(({ text }) => text);

it('keeps the first of two sentences that say much the same', () => {
  const first = 'Count how many service names one account asked for within ten minutes.';
  const second = 'Count distinct service names of each account in ten minutes.';
  const third = 'Find out who was signed in to the client at that time.';
  expect(textsOf(first, second, third)).toEqual([first, third]);
});

it('keeps sentences that share a word or two', () => {
  const texts = ['Compare the address with the proxy log.', 'Block the address at the firewall.'];
  expect(textsOf(...texts)).toEqual(texts);
});
