import { headers } from 'next/headers';
import { Stripes } from '@/components/status/charts/block';
import {
  EvidenceChart,
  LogSourcesChart,
  MonthsChart,
  SyncTimesChart,
  TacticsChart,
} from '@/components/status/charts/status-charts';
import { Counts } from '@/components/status/counts';
import { Deliveries } from '@/components/status/deliveries';
import { Issues } from '@/components/status/issues';
import { LastRun } from '@/components/status/last-run';
import { RunningSync } from '@/components/status/running-sync';
import { Runs } from '@/components/status/runs';
import { Slowest } from '@/components/status/slowest';
import { Sources } from '@/components/status/sources';
import '@/components/status/status.css';
import { SyncState } from '@/components/status/sync-state';
import { Section } from '@/components/ui/section';
import { listDeliveries } from '@/lib/catalog/deliveries';
import { type CatalogStatus, getStatus, readersStatus } from '@/lib/catalog/status';
import { getStatusCharts } from '@/lib/catalog/status-charts';
import { proofMeanings } from '@/lib/glossary';
import { isOperator } from '@/lib/web/settings';

export const metadata = { title: 'Status' };

export default async function StatusPage({ searchParams }: PageProps<'/status'>) {
  const { code } = await searchParams;
  const selected = typeof code === 'string' ? code : null;
  const isWhole = isOperator(await headers());
  const found = await getStatus(selected);
  const status = isWhole ? found : readersStatus(found);
  const charts = status.sync ? await getStatusCharts(status.sync.completedAt) : null;
  const { proofs } = status.summary;
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-1 font-semibold text-xl">Status</h1>
      <LastRun status={status} />
      {status.running ? <RunningSync running={status.running} /> : null}
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
        <SyncState status={status} />
        <Counts summary={status.summary} />
      </div>
      {isWhole ? (
        <Section id="issues" title="Issues of the last sync" className="mt-6">
          <Issues issues={status.issues} counts={status.issueCounts} code={selected} />
        </Section>
      ) : null}
      {charts ? (
        <Section id="charts" title="Charts" className="mt-6">
          <Stripes />
          <div className="charts">
            {charts.months.length > 0 ? <MonthsChart months={charts.months} /> : null}
            {proofs ? <EvidenceChart proofs={proofs} meanings={proofMeanings()} /> : null}
            <LogSourcesChart logSources={charts.logSources} />
            <TacticsChart tactics={charts.tactics} />
            {isWhole ? <SyncTimesChart runs={status.runs} /> : null}
          </div>
        </Section>
      ) : null}
      {status.sources.length > 0 ? (
        <Section id="sources" title="Sources" className="mt-6">
          <Sources sources={status.sources} />
        </Section>
      ) : null}
      {isWhole ? (
        <ForOperators status={status} deliveries={await listDeliveries()} />
      ) : (
        <p className="mt-6 text-muted">
          Issues, syncs and webhooks are shown to operators. You are not in their group.
        </p>
      )}
    </div>
  );
}

/** The latest syncs with their times, and the deliveries to webhooks. */
function ForOperators({
  status,
  deliveries,
}: {
  status: CatalogStatus;
  deliveries: Awaited<ReturnType<typeof listDeliveries>>;
}) {
  const slowest = status.summary.slowest ?? [];
  return (
    <>
      {slowest.length > 0 ? (
        <Section id="slowest" title="Slowest steps of the last sync">
          <Slowest slowest={slowest} />
        </Section>
      ) : null}
      <Section id="syncs" title="Syncs">
        <Runs runs={status.runs} />
      </Section>
      {deliveries.length > 0 ? (
        <Section id="webhooks" title="Webhooks">
          <Deliveries deliveries={deliveries} />
        </Section>
      ) : null}
    </>
  );
}
