import { notFound } from 'next/navigation';
import { AXIS_NAME, AXIS_TEXT } from '@/components/coverage/axis/axis-names';
import { AxisTable } from '@/components/coverage/axis/axis-table';
import { coverageHref } from '@/components/coverage/coverage-href';
import { CoverageNav } from '@/components/coverage/nav';
import '@/components/coverage/coverage.css';
import '@/components/coverage/axis/axis.css';
import { ActiveFilters } from '@/components/feed/active-filters';
import { EmptyCatalog } from '@/components/feed/empty-catalog';
import { LiveForm } from '@/components/feed/live-form';
import { SearchBox } from '@/components/feed/search-box';
import { Empty } from '@/components/ui/empty';
import { AXES } from '@/lib/catalog/axes';
import { coverageBy } from '@/lib/catalog/coverage-axis';
import { findRules } from '@/lib/catalog/feed';
import { type FeedFilter, feedHref, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';

export const metadata = {
  title: 'Coverage by platform, table and data',
  description:
    'How many techniques the rules cover on each platform and table, and with each data component and detection strategy of ATT&CK.',
};

/** The filtered rules counted by platform, table, data component or detection strategy. */
export default async function CoverageByPage({
  params,
  searchParams,
}: PageProps<'/coverage/by/[axis]'>) {
  const asked = (await params).axis;
  const axis = AXES.find((name) => name === asked);
  if (!axis) notFound();
  const filter = parseFeedFilter(await searchParams);
  const [found, sync] = await Promise.all([findRules(filter), getLastSync()]);
  if (!sync) return <EmptyCatalog />;
  const rows = await coverageBy(axis, found);
  const path = `/coverage/by/${axis}`;
  const hrefOf = (kept: FeedFilter) => feedHref(kept, { sort: null }, path);
  const view = { filter: found.filter, show: 'rules', only: [], marked: null } as const;

  return (
    <div className="page space-y-3 pt-4 pb-8">
      <h1 className="font-semibold text-xl">Coverage by {AXIS_NAME[axis].toLowerCase()}</h1>
      <CoverageNav current={axis} hrefOf={(at) => coverageHref(view, at)} />
      <LiveForm action={path}>
        <SearchBox
          q={found.filter.q}
          mistakes={found.mistakes}
          hrefOf={(change) => hrefOf({ ...found.filter, ...change })}
        />
      </LiveForm>
      <ActiveFilters filter={found.filter} index={found.index} hrefOf={hrefOf} />
      <div id="results" className="results space-y-3">
        <p className="max-w-prose text-muted text-sm">{AXIS_TEXT[axis]}</p>
        {rows.length > 0 ? (
          <AxisTable axis={axis} rows={rows} names={found.index.techniques} filter={found.filter} />
        ) : (
          <Empty title="Nothing to count">
            <p>
              {axis === 'table' ? (
                <>
                  No rule of this filter has a query. <a href={path}>Count all rules</a>.
                </>
              ) : (
                'This catalog was synced without MITRE’s bundle, which says what detects a technique.'
              )}
            </p>
          </Empty>
        )}
      </div>
    </div>
  );
}
