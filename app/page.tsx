import type { Metadata } from 'next';
import { EnvironmentSwitch } from '@/components/environment/switch';
import { EmptyCatalog } from '@/components/feed/empty-catalog';
import { Facets } from '@/components/feed/facets';
import { FeedResults } from '@/components/feed/feed-results';
import { SourceLine } from '@/components/layout/source-line';
import { countOf } from '@/components/ui/count';
import { listFeed, PAGE_SIZE } from '@/lib/catalog/feed';
import { feedHref, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';
import { outcomeMeanings, proofMeanings } from '@/lib/glossary';
import { carriedBy, choiceOf } from './saved-tables';

export async function generateMetadata({ searchParams }: PageProps<'/'>): Promise<Metadata> {
  const filter = parseFeedFilter(await searchParams);
  return {
    title: { absolute: 'SOC feed · Watchfloor' },
    alternates: {
      types: {
        'application/atom+xml': feedHref(filter, { sort: null }, '/feed.xml'),
        'application/feed+json': feedHref(filter, { sort: null }, '/feed.json'),
      },
    },
  };
}

export default async function FeedPage({ searchParams }: PageProps<'/'>) {
  const asked = parseFeedFilter(await searchParams);
  const [feed, sync, choice] = await Promise.all([
    listFeed(asked),
    getLastSync(),
    choiceOf(asked.env),
  ]);
  if (!sync) return <EmptyCatalog />;

  return (
    <div className="page pt-4">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6">
        <h1 className="font-semibold text-xl">SOC feed</h1>
        <SourceLine sync={sync} size={feed.catalogSize} />
      </div>
      <EnvironmentSwitch
        choice={choice}
        hrefOfAll={feedHref(feed.filter, { env: null, anyEnv: false })}
      >
        counts, exports and the Atom feed follow
      </EnvironmentSwitch>
      <div className="feed">
        <aside id="filters" aria-label="Filters" className="feed-filters">
          <Facets feed={feed} total={feed.total} filter={feed.filter} meanings={proofMeanings()} />
          <a href="#results" className="button feed-done" data-kind="primary">
            Show {countOf(feed.total, 'rule')}
          </a>
        </aside>
        <FeedResults
          feed={feed}
          carried={carriedBy(feed.filter, choice)}
          pageSize={PAGE_SIZE}
          meanings={proofMeanings()}
          outcomes={outcomeMeanings()}
        />
      </div>
    </div>
  );
}
