import Link from 'next/link';
import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';
import { SHOW_NAME, SHOWS, type Show } from './show';

/** Chooses what the cells show. Each choice has an address of its own. */
export function ShowSwitch({ show, filter }: { show: Show; filter: FeedFilter }) {
  return (
    <nav aria-label="What the matrix shows" className="segments">
      {SHOWS.map((choice) => (
        <Link
          key={choice}
          href={coverageHref(filter, choice)}
          prefetch={false}
          scroll={false}
          aria-current={choice === show ? 'true' : undefined}
        >
          {SHOW_NAME[choice]}
        </Link>
      ))}
    </nav>
  );
}

export function coverageHref(filter: FeedFilter, show: Show, path = '/coverage'): string {
  const href = feedHref(filter, { sort: null }, path);
  if (show === 'rules') return href;
  return `${href}${href.includes('?') ? '&' : '?'}show=${show}`;
}
