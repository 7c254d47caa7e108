import { cookies } from 'next/headers';
import { ActiveFilters } from '@/components/feed/active-filters';
import { EmptyCatalog } from '@/components/feed/empty-catalog';
import { Facets } from '@/components/feed/facets';
import { LiveForm } from '@/components/feed/live-form';
import { NoResults } from '@/components/feed/no-results';
import { Pagination } from '@/components/feed/pagination';
import { RuleRow } from '@/components/feed/rule-row';
import { SearchBox } from '@/components/feed/search-box';
import { SortSelect } from '@/components/feed/sort-select';
import { SourceLine } from '@/components/layout/source-line';
import { countOf } from '@/components/ui/count';
import { listFeed, PAGE_SIZE } from '@/lib/catalog/feed';
import { feedHref, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';

export const metadata = { title: { absolute: 'SOC feed · Watchfloor' } };

export default async function FeedPage({ searchParams }: PageProps<'/'>) {
  const [feed, sync, jar] = await Promise.all([
    listFeed(parseFeedFilter(await searchParams)),
    getLastSync(),
    cookies(),
  ]);
  if (!sync) return <EmptyCatalog />;
  const { filter } = feed;
  const now = new Date();

  return (
    <div className="page pt-4">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6">
        <h1 className="font-semibold text-xl">SOC feed</h1>
        <SourceLine sync={sync} size={feed.catalogSize} now={now} />
      </div>
      <div className="feed">
        <aside id="filters" aria-label="Filters" className="feed-filters">
          <Facets
            feed={feed}
            filter={filter}
            rememberedTables={Boolean(jar.get('tables')?.value)}
          />
          <a href="#results" className="button feed-done" data-kind="primary">
            Show {countOf(feed.total, 'rule')}
          </a>
        </aside>
        <div className="min-w-0">
          <LiveForm action="/">
            <SearchBox q={filter.q} mistakes={feed.mistakes} />
          </LiveForm>
          <ActiveFilters filter={filter} index={feed.index} />
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <h2 className="font-semibold text-base" aria-live="polite">
              {countOf(feed.total, 'rule')}
            </h2>
            <SortSelect sort={feed.sort} withText={filter.q !== ''} />
            <a href="#filters" className="button feed-open">
              Filters
            </a>
          </div>
          <div id="results" className="results">
            {feed.rows.length > 0 ? (
              <ol aria-label="Rules">
                {feed.rows.map((rule) => (
                  <RuleRow key={rule.id} rule={rule} filter={filter} index={feed.index} now={now} />
                ))}
              </ol>
            ) : (
              <NoResults feed={feed} filter={filter} />
            )}
            <Pagination
              page={feed.page}
              pages={feed.pages}
              total={feed.total}
              size={PAGE_SIZE}
              hrefOf={(page) => feedHref(filter, { page })}
            />
          </div>
        </div>
      </div>
    </div>
  );
}
