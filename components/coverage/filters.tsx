import Link from 'next/link';
import type { ReactNode } from 'react';
import { FACET_NAME, facetLabel } from '@/components/feed/names';
import { Icon } from '@/components/ui/icon';
import {
  FACETS,
  type FeedFilter,
  isUnfiltered,
  NO_FILTER,
  withoutValue,
} from '@/lib/catalog/feed-filter';
import type { RuleIndex } from '@/lib/catalog/rule-index';
import type { Show } from './show';
import { coverageHref } from './switch';

const SHOWN = 12;

/** The feed's filters, folded away. */
export function CoverageFilters({ filter, children }: { filter: FeedFilter; children: ReactNode }) {
  const active = FACETS.reduce((count, facet) => count + filter[facet].length, 0);
  return (
    <details className="filters-panel">
      <summary className="button">Filters{active > 0 ? ` (${active})` : ''}</summary>
      <div id="filters">{children}</div>
    </details>
  );
}

/** Those that are on, each with a way out. */
export function ActiveFilters({
  filter,
  index,
  show,
}: {
  filter: FeedFilter;
  index: RuleIndex;
  show: Show;
}) {
  if (isUnfiltered(filter)) return null;
  const active = FACETS.flatMap((facet) => filter[facet].map((value) => ({ facet, value })));
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5">
      {active.slice(0, SHOWN).map(({ facet, value }) => (
        <li key={`${facet} ${value}`}>
          <Link
            className="chip text-text"
            prefetch={false}
            href={coverageHref(withoutValue(filter, facet, value), show)}
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
        <Link
          className="text-xs"
          prefetch={false}
          href={`${coverageHref({ ...NO_FILTER, table: ['all'] }, show)}`}
        >
          Clear all
        </Link>
      </li>
    </ul>
  );
}
