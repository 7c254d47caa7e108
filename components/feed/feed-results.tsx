import type { OutcomeMeanings } from '@/components/rule/outcome';
import { SelectMenu } from '@/components/selection/select-menu';
import { SelectionForm } from '@/components/selection/selection-form';
import { countOf } from '@/components/ui/count';
import type { ProofMeanings } from '@/components/ui/proof';
import type { Feed } from '@/lib/catalog/feed';
import { countFilters, type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';
import { selectAllHref } from '@/lib/catalog/selection';
import { ActiveFilters } from './active-filters';
import { DisplayMenu } from './display-menu';
import { ExportMenu } from './export-menu';
import { LiveForm } from './live-form';
import { NoResults } from './no-results';
import { OutcomeLegend } from './outcome-legend';
import { Pagination } from './pagination';
import { RememberPlace } from './remember-place';
import { RuleList } from './rule-list';
import { SavedViewsMenu } from './saved-views-menu';
import { SearchBox } from './search-box';
import { SortSelect } from './sort-select';

/** The search box, the active filters, and one page of the rules that pass them. */
export function FeedResults({
  feed,
  carried,
  pageSize,
  meanings,
  outcomes,
}: {
  feed: Feed;
  /** The filter that the rows' links carry. */
  carried: FeedFilter;
  pageSize: number;
  meanings: ProofMeanings;
  outcomes: OutcomeMeanings;
}) {
  const { filter, total } = feed;
  const active = countFilters(filter);
  return (
    <div className="min-w-0">
      <RememberPlace />
      <div className="feed-search">
        <LiveForm action="/">
          <SearchBox
            q={filter.q}
            mistakes={feed.mistakes}
            hrefOf={(change) => feedHref(filter, change)}
          />
        </LiveForm>
        <SavedViewsMenu />
      </div>
      <div className="pt-2 empty:hidden">
        <ActiveFilters filter={filter} index={feed.index} hrefOf={(kept) => feedHref(kept)} />
      </div>
      <div className="feed-tools">
        <a href="#filters" className="button feed-open">
          Filters{active > 0 ? ` (${active})` : ''}
        </a>
        <h2 className="font-semibold text-base" aria-live="polite">
          {countOf(total, 'rule')}
        </h2>
        <SortSelect sort={feed.sort} withText={filter.q !== ''} />
        <span className="feed-away">
          {total > 0 ? (
            <SelectMenu shown={feed.rows.length} total={total} hrefOfAll={selectAllHref(filter)} />
          ) : null}
          <DisplayMenu />
          <OutcomeLegend meanings={outcomes} />
          <ExportMenu filter={filter} total={total} />
        </span>
      </div>
      <div id="results" className="results">
        {feed.rows.length > 0 ? (
          <RuleList
            label="Rules"
            rules={feed.rows}
            filter={filter}
            hrefOf={(change) => feedHref(carried, change)}
            index={feed.index}
            meanings={meanings}
          />
        ) : (
          <NoResults feed={feed} filter={filter} />
        )}
        {feed.rows.length > 0 ? <SelectionForm /> : null}
        <Pagination
          page={feed.page}
          pages={feed.pages}
          total={total}
          size={pageSize}
          hrefOf={(page) => feedHref(filter, { page })}
        />
      </div>
    </div>
  );
}
