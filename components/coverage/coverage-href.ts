import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';
import type { Show } from './show';

/** What the coverage page shows, as its address has it. */
export interface CoverageView {
  readonly filter: FeedFilter;
  readonly show: Show;
  /** The id of the rule whose techniques are marked. */
  readonly marked: string | null;
}

/** The address of the coverage page, or of what is below it, with everything that it shows. */
export function coverageHref({ filter, show, marked }: CoverageView, path = '/coverage'): string {
  const own = new URLSearchParams();
  if (show !== 'rules') own.set('show', show);
  if (marked !== null) own.set('rule', marked);
  const href = feedHref(filter, { sort: null }, path);
  if (own.size === 0) return href;
  return `${href}${href.includes('?') ? '&' : '?'}${own}`;
}
