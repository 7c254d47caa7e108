import { expect, it } from 'vitest';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import { coverageHref } from './coverage-href';

const view = { filter: NO_FILTER, show: 'rules', only: [], marked: null } as const;

it('names only what differs from the plain page', () => {
  expect(coverageHref(view)).toBe('/coverage');
  expect(coverageHref({ ...view, show: 'level' })).toBe('/coverage?show=level');
});

it('keeps the marks together with the filter and the choice of what is shown', () => {
  expect(coverageHref({ ...view, marked: 'a b' })).toBe('/coverage?rule=a+b');
  expect(
    coverageHref({
      filter: { ...NO_FILTER, level: ['high'] },
      show: 'proven',
      only: ['0', '30'],
      marked: 'one',
    }),
  ).toBe('/coverage?level=high&show=proven&only=0&only=30&rule=one');
});
