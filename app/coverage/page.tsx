import { choiceOf } from '@/app/saved-tables';
import { type CoverageView, coverageHref } from '@/components/coverage/coverage-href';
import { CoverageDownloads } from '@/components/coverage/downloads';
import { Gaps } from '@/components/coverage/gaps';
import { Legend } from '@/components/coverage/legend';
import { MarkedRule } from '@/components/coverage/marked-rule';
import { Matrix } from '@/components/coverage/matrix';
import { matrixData } from '@/components/coverage/matrix-data';
import { CoverageNav } from '@/components/coverage/nav';
import { CountNotice, CoverageNotice } from '@/components/coverage/notice';
import { parseShow } from '@/components/coverage/show';
import { countSteps, isOnlyUncovered, limitToSteps, parseOnly } from '@/components/coverage/steps';
import { ShowSwitch } from '@/components/coverage/switch';
import { Totals } from '@/components/coverage/totals';
import { UncoveredList } from '@/components/coverage/uncovered-list';
import '@/components/coverage/coverage.css';
import { CoverageFilters } from '@/components/coverage/filters';
import { EnvironmentSwitch } from '@/components/environment/switch';
import { ActiveFilters } from '@/components/feed/active-filters';
import { EmptyCatalog } from '@/components/feed/empty-catalog';
import { Facets } from '@/components/feed/facets';
import { LiveForm } from '@/components/feed/live-form';
import { SearchBox } from '@/components/feed/search-box';
import { countOf } from '@/components/ui/count';
import { getCoverage, getCoverageGaps } from '@/lib/catalog/coverage';
import { type FeedFilter, feedHref, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';
import { proofMeanings } from '@/lib/glossary';

export const metadata = {
  title: 'Coverage',
  description:
    'How many rules, queries and proven rules each MITRE ATT&CK technique has, by tactic.',
};

export default async function CoveragePage({ searchParams }: PageProps<'/coverage'>) {
  const params = await searchParams;
  const asked = parseFeedFilter(params);
  const [{ coverage, found }, sync, choice] = await Promise.all([
    getCoverage(asked),
    getLastSync(),
    choiceOf(asked.env),
  ]);
  if (!sync) return <EmptyCatalog />;
  const gaps = await getCoverageGaps(found);
  const { filter } = found;
  const total = found.rules.length;
  const show = parseShow(params.show);
  const rule = found.index.byId.get(typeof params.rule === 'string' ? params.rule : '');
  const only = parseOnly(params.only, show);
  const view: CoverageView = { filter, show, only, marked: rule?.id ?? null };
  const columns = matrixData(coverage, show);

  return (
    <div className="page space-y-3 pt-4 pb-8">
      <div className="coverage-head">
        <h1 className="font-semibold text-xl">Coverage</h1>
        <CoverageNav
          current="tactic"
          hrefOf={(path) =>
            path === '/coverage' ? coverageHref(view) : feedHref(filter, { sort: null }, path)
          }
        />
        <p className="dots text-muted text-sm">
          <span>
            ATT&amp;CK <span className="num">{sync.attackVersion ?? '(unknown version)'}</span>
          </span>
          <a href={feedHref(filter, { sort: null })}>{countOf(total, 'rule')}</a>
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <a href={compareHref(filter)} className="button" data-kind="quiet">
            Compare
          </a>
          <CoverageDownloads view={view} />
        </div>
      </div>
      <EnvironmentSwitch
        choice={choice}
        hrefOfAll={coverageHref({ ...view, filter: { ...filter, env: null, anyEnv: false } })}
      >
        cells count the rules that run with them
      </EnvironmentSwitch>
      <div className="coverage-tools">
        <Totals coverage={coverage} total={total} />
        <LiveForm action="/coverage">
          {show === 'rules' ? null : <input type="hidden" name="show" value={show} />}
          {only.map((step) => (
            <input key={step} type="hidden" name="only" value={step} />
          ))}
          {rule ? <input type="hidden" name="rule" value={rule.id} /> : null}
          <SearchBox
            q={filter.q}
            mistakes={found.mistakes}
            hrefOf={(change) => coverageHref({ ...view, filter: { ...filter, ...change } })}
          />
        </LiveForm>
        <CoverageFilters filter={filter}>
          <Facets feed={found} total={total} filter={filter} meanings={proofMeanings()} />
        </CoverageFilters>
      </div>
      <ActiveFilters
        filter={filter}
        index={found.index}
        hrefOf={(kept) => coverageHref({ ...view, filter: kept })}
      />
      <div id="results" className="results space-y-3">
        <Gaps gaps={gaps} withTables={filter.env !== null} />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <ShowSwitch view={view} />
          <Legend view={view} steps={countSteps(columns, show)} />
          <CountNotice />
        </div>
        {rule ? <MarkedRule rule={rule} href={coverageHref({ ...view, marked: null })} /> : null}
        {isOnlyUncovered(only) ? (
          <UncoveredList columns={limitToSteps(columns, only, show)} />
        ) : (
          <Matrix
            columns={limitToSteps(columns, only, show)}
            show={show}
            only={only}
            marked={rule?.techniques ?? []}
          />
        )}
      </div>
      <CoverageNotice />
    </div>
  );
}

/** Compares what these rules cover with all rules; of all rules, the proven ones are compared. */
function compareHref(filter: FeedFilter): string {
  const [, query] = feedHref(filter, { sort: null }).split('?');
  const side = query ? `?${query}` : 'proof:proven';
  return `/coverage/compare?a=${encodeURIComponent(side)}&b=`;
}
