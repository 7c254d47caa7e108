import { countOf } from '@/components/ui/count';
import { Empty } from '@/components/ui/empty';
import { StrangerText } from '@/components/ui/stranger-text';
import type { Feed } from '@/lib/catalog/feed';
import { type FeedFilter, feedHref, withoutEnv } from '@/lib/catalog/feed-filter';
import type { FilterName } from '@/lib/catalog/filter-rules';
import { FACET_NAME, facetLabel } from './names';

const SHOWN = 6;
const SHOWN_VALUES = 3;

/** The empty result: which filters to remove, and how many rules that would show. */
export function NoResults({ feed, filter }: { feed: Feed; filter: FeedFilter }) {
  const { index, inTheWay, termsInTheWay } = feed;
  const nameOf = (name: FilterName) => {
    if (name === 'q') return `the search “${filter.q}”`;
    if (name === 'env') return 'the limit to your tables';
    const values = filter[name].map((value) => facetLabel(name, value, index));
    const more = values.length - SHOWN_VALUES;
    const text = values.slice(0, SHOWN_VALUES).join(', ');
    return `${FACET_NAME[name]}: ${text}${more > 0 ? ` and ${more} more` : ''}`;
  };
  return (
    <Empty title="No rule matches this search">
      {inTheWay.length > 0 || termsInTheWay.length > 0 ? (
        <ul className="space-y-1">
          {termsInTheWay.map(({ term, q, count }) => (
            <li key={term}>
              <a href={feedHref(filter, { q })}>
                Remove <StrangerText text={`“${term}”`} kind="value" /> from the search
              </a>{' '}
              <span className="whitespace-nowrap">to see {countOf(count, 'rule')}</span>
            </li>
          ))}
          {inTheWay.slice(0, SHOWN).map(({ filters, count }) => (
            <li key={filters.join()}>
              <a href={hrefWithout(filter, filters)}>
                Remove <StrangerText text={filters.map(nameOf).join(' and ')} kind="value" />
              </a>{' '}
              <span className="whitespace-nowrap">to see {countOf(count, 'rule')}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p>
          Removing one or two filters is not enough. <a href="/?env=all">Clear all filters</a> and
          start again.
        </p>
      )}
    </Empty>
  );
}

function hrefWithout(filter: FeedFilter, names: readonly FilterName[]): string {
  const kept = names.includes('env') ? withoutEnv(filter) : filter;
  const empty = (name: FilterName) => [name, name === 'q' ? '' : []];
  return feedHref(kept, Object.fromEntries(names.filter((name) => name !== 'env').map(empty)));
}
