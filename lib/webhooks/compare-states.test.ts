import { expect, it } from 'vitest';
import type { Meaning } from '@/lib/changes/types';
import { compareStates, type SeenChange } from './compare-states';

const seen = (ruleId: string, change: string, meaning: Meaning | null = null): SeenChange => ({
  ruleId,
  change,
  meaning,
});

/** What is told of rule a, which the filter found before and finds now. */
function eventOf(...changes: readonly SeenChange[]) {
  const here = new Set(['a']);
  return compareStates({ before: here, now: here, seen: changes })[0]?.event;
}

it('tells apart what is new, what fits now, what is gone and what does not fit any more', () => {
  const events = compareStates({
    before: new Set(['gone', 'unfit', 'same']),
    now: new Set(['same', 'new', 'back', 'fit']),
    seen: [
      seen('new', 'new'),
      seen('back', 'restored'),
      seen('fit', 'changed'),
      seen('gone', 'removed'),
      seen('unfit', 'changed'),
    ],
  });
  expect(events.map(({ id, event, note }) => [id, event, note])).toEqual([
    ['new', 'new', null],
    ['back', 'new', null],
    ['fit', 'new', 'It was there, and fits the filter now.'],
    ['gone', 'removed', 'Its source has dropped it.'],
    ['unfit', 'removed', 'It does not fit the filter any more.'],
  ]);
});

it('says nothing of a rule that did not change, or only moved', () => {
  expect(eventOf()).toBeUndefined();
  expect(eventOf(seen('a', 'renamed'))).toBeUndefined();
});

it('puts the changes of several syncs together', () => {
  expect(eventOf(seen('a', 'changed', 'wider'))).toBe('wider');
  expect(eventOf(seen('a', 'changed', 'wider'), seen('a', 'changed', 'text-only'))).toBe('wider');
  expect(eventOf(seen('a', 'changed', 'text-only'))).toBe('text-only');
  expect(eventOf(seen('a', 'changed', 'wider'), seen('a', 'changed', 'narrower'))).toBe('changed');
  expect(eventOf(seen('a', 'changed', 'both'))).toBe('changed');
  expect(eventOf(seen('a', 'changed', 'narrower'), seen('a', 'changed', 'undecided'))).toBe(
    'changed',
  );
  expect(eventOf(seen('a', 'changed', null))).toBe('changed');
});
