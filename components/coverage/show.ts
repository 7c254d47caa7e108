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

// The number of rules per technique spans three orders of magnitude. Each step is about three times the
// one before, so that equal steps of shade mean equal ratios.
export const SHADES = [
  { from: 0, label: 'none' },
  { from: 1, label: '1–2' },
  { from: 3, label: '3–9' },
  { from: 10, label: '10–29' },
  { from: 30, label: '30–99' },
  { from: 100, label: '100 and more' },
] as const;

export function shadeOf(count: number): number {
  return SHADES.findLastIndex(({ from }) => count >= from);
}
