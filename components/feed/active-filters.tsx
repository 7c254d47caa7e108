import { Icon } from '@/components/ui/icon';
import { StrangerText } from '@/components/ui/stranger-text';
import { FACETS, type FeedFilter, NO_FILTER, withoutValue } from '@/lib/catalog/feed-filter';
import type { RuleIndex } from '@/lib/catalog/rule-index';
import { plainLine } from '@/lib/text/plain-text';
import { FACET_NAME, facetLabel } from './names';

const SHOWN = 12;

/** The active filters, each with a link that removes it. */
export function ActiveFilters({
  filter,
  index,
  hrefOf,
}: {
  filter: FeedFilter;
  index: RuleIndex;
  /** The page's address with a filter. */
  hrefOf: (filter: FeedFilter) => string;
}) {
  const { q, env, anyEnv } = filter;
  const active = FACETS.flatMap((facet) => filter[facet].map((value) => ({ facet, value })));
  if (active.length === 0 && q === '') return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5">
      {active.slice(0, SHOWN).map(({ facet, value }) => (
        <li key={`${facet} ${value}`}>
          <a
            className="chip text-text"
            href={hrefOf(withoutValue(filter, facet, value))}
            aria-label={`Remove filter ${FACET_NAME[facet]}: ${plainLine(facetLabel(facet, value, index), 'word')}`}
          >
            <span className="text-faint">{FACET_NAME[facet]}</span>
            <StrangerText text={facetLabel(facet, value, index)} kind="word" />
            <Icon name="cross" className="text-2xs" />
          </a>
        </li>
      ))}
      {active.length > SHOWN ? (
        <li className="text-faint text-xs">{`+${active.length - SHOWN} more`}</li>
      ) : null}
      <li>
        <a className="text-xs" href={hrefOf({ ...NO_FILTER, env, anyEnv })}>
          Clear all
        </a>
      </li>
    </ul>
  );
}
