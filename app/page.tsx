import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { ActiveFilters } from '@/components/feed/active-filters';
import { EmptyCatalog } from '@/components/feed/empty-catalog';
import { ExportMenu } from '@/components/feed/export-menu';
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

export async function generateMetadata({ searchParams }: PageProps<'/'>): Promise<Metadata> {
  const filter = parseFeedFilter(await searchParams);
  return {
    title: { absolute: 'SOC feed · Watchfloor' },
    alternates: {
      types: { 'application/atom+xml': feedHref(filter, { sort: null }, '/feed.xml') },
    },
  };
}

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
          <div className="pt-2 empty:hidden">
            <ActiveFilters filter={filter} index={feed.index} hrefOf={(kept) => feedHref(kept)} />
          </div>
          <div className="feed-tools">
            <h2 className="font-semibold text-base" aria-live="polite">
              {countOf(feed.total, 'rule')}
            </h2>
            <SortSelect sort={feed.sort} withText={filter.q !== ''} />
            <a href="#filters" className="button feed-open">
              Filters
            </a>
            <span className="feed-away">
              <ExportMenu filter={filter} total={feed.total} />
            </span>
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
