import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wordList } from './words';

const words = wordList(['deviceprocessevents', 'event', 'events', 'prevent'], true);

it('finds words with a part, at their beginning or end if asked', () => {
  const at = (start: boolean, end: boolean) => words.with('event', { start, end });
  expect(at(false, false)).toEqual(['deviceprocessevents', 'event', 'events', 'prevent']);
  expect(at(true, false)).toEqual(['event', 'events']);
  expect(at(false, true)).toEqual(['event', 'prevent']);
  expect(at(true, true)).toEqual(['event']);
});

it('finds each word that has the part, once', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1 });
  fc.assert(
    fc.property(fc.uniqueArray(word), word, fc.boolean(), fc.boolean(), (all, part, start, end) => {
      const found = wordList(all, false).with(part, { start, end });
      const fits = (one: string) => {
        if (start && end) return one === part;
        if (start) return one.startsWith(part);
        return end ? one.endsWith(part) : one.includes(part);
      };
      expect(found).toEqual(all.filter(fits));
    }),
  );
});
