import type { Counts } from '@/lib/attack';

/** What the cells of the matrix show. */
export const SHOWS = ['rules', 'translated', 'proven', 'level'] as const;
export type Show = (typeof SHOWS)[number];

export const SHOW_NAME = {
  rules: 'Rules',
  translated: 'Translated',
  proven: 'Proven',
  level: 'By level',
} as const satisfies Record<Show, string>;

export const SHOW_MEANING = {
  rules: 'Shade: rules that name the technique or one of its sub-techniques.',
  translated: 'Shade: rules for the technique or its sub-techniques that have a query.',
  proven:
    'Shade: rules for the technique or its sub-techniques with a query that fires on a published sample event.',
  level: 'Bar: rules for the technique or its sub-techniques by level, most severe first.',
} as const satisfies Record<Show, string>;

export function parseShow(value: unknown): Show {
  return SHOWS.find((show) => show === value) ?? 'rules';
}

/** The number that a cell shows. */
export function shownCount(counts: Counts, show: Show): number {
  return show === 'level' ? counts.rules : counts[show];
}
