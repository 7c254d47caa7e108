import Link from 'next/link';
import { countOf } from '@/components/ui/count';
import { Empty } from '@/components/ui/empty';
import type { Feed } from '@/lib/catalog/feed';
import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';
import { FACET_NAME } from './names';

/** Nothing is left: says which one filter is in the way, or that several are. */
export function NoResults({ feed, filter }: { feed: Feed; filter: FeedFilter }) {
  return (
    <Empty title="No rule passes all of these filters">
      {feed.inTheWay.length > 0 ? (
        <ul className="space-y-1">
          {feed.inTheWay.map(({ filter: name, count }) => (
            <li key={name}>
              <Link
                prefetch={false}
                href={feedHref(filter, name === 'q' ? { q: '' } : { [name]: [] })}
              >
                {name === 'q' ? 'Without the search' : `Without the filter ${FACET_NAME[name]}`}
              </Link>
              : {countOf(count, 'rule')}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          Dropping any single one does not help. <Link href="/?table=all">Clear all filters</Link>{' '}
          and narrow again.
        </p>
      )}
    </Empty>
  );
}
