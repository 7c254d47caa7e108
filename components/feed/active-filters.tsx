import Link from 'next/link';
import { Icon } from '@/components/ui/icon';
import {
  FACETS,
  type FeedFilter,
  feedHref,
  isUnfiltered,
  withoutValue,
} from '@/lib/catalog/feed-filter';
import type { RuleIndex } from '@/lib/catalog/rule-index';
import { FACET_NAME, facetLabel } from './names';

const SHOWN = 12;

/** What narrows the list, each with its own way out. */
export function ActiveFilters({ filter, index }: { filter: FeedFilter; index: RuleIndex }) {
  if (isUnfiltered(filter)) return null;
  const active = FACETS.flatMap((facet) => filter[facet].map((value) => ({ facet, value })));
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5 pt-2">
      {active.slice(0, SHOWN).map(({ facet, value }) => (
        <li key={`${facet} ${value}`}>
          <Link
            className="chip text-text"
            prefetch={false}
            href={feedHref(withoutValue(filter, facet, value))}
            aria-label={`Remove filter ${FACET_NAME[facet]}: ${facetLabel(facet, value, index)}`}
          >
            <span className="text-faint">{FACET_NAME[facet]}</span>
            {facetLabel(facet, value, index)}
            <Icon name="cross" className="text-2xs" />
          </Link>
        </li>
      ))}
      {active.length > SHOWN ? (
        <li className="text-faint text-xs">+{active.length - SHOWN}</li>
      ) : null}
      <li>
        <Link className="text-xs" prefetch={false} href="/?table=all">
          Clear all
        </Link>
      </li>
    </ul>
  );
}
