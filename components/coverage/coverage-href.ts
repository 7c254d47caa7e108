import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';
import type { Show } from './show';

/** What the coverage page shows, as its address has it. */
export interface CoverageView {
  readonly filter: FeedFilter;
  readonly show: Show;
  /** The steps of the legend to which the matrix is limited; none: all cells. */
  readonly only: readonly string[];
  /** The id of the rule whose techniques are marked. */
  readonly marked: string | null;
}

/** The address of the coverage page, or of what is below it, with everything that it shows. */
export function coverageHref(
  { filter, show, only, marked }: CoverageView,
  path = '/coverage',
): string {
  const own = new URLSearchParams();
  if (show !== 'rules') own.set('show', show);
  for (const step of only) own.append('only', step);
  if (marked !== null) own.set('rule', marked);
  const href = feedHref(filter, { sort: null }, path);
  if (own.size === 0) return href;
  return `${href}${href.includes('?') ? '&' : '?'}${own}`;
}
