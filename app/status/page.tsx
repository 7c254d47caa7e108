import { Counts } from '@/components/status/counts';
import { Issues } from '@/components/status/issues';
import { RunningSync } from '@/components/status/running-sync';
import { Runs } from '@/components/status/runs';
import { Slowest } from '@/components/status/slowest';
import { Sources } from '@/components/status/sources';
import '@/components/status/status.css';
import { SyncState } from '@/components/status/sync-state';
import { Section } from '@/components/ui/section';
import { getStatus } from '@/lib/catalog/status';
import { proofMeanings } from '@/lib/glossary';

export const metadata = { title: 'Status' };

export default async function StatusPage({ searchParams }: PageProps<'/status'>) {
  const { code } = await searchParams;
  const selected = typeof code === 'string' ? code : null;
  const status = await getStatus(selected);
  const slowest = status.summary.slowest ?? [];
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-3 font-semibold text-xl">Status</h1>
      {status.running ? <RunningSync running={status.running} /> : null}
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
        <SyncState status={status} />
        <Counts summary={status.summary} meanings={proofMeanings()} />
      </div>
      {status.sources.length > 0 ? (
        <Section id="sources" title="Sources" className="mt-6">
          <Sources sources={status.sources} />
        </Section>
      ) : null}
      <Section id="issues" title="Issues of the last sync" className="mt-6">
        <Issues issues={status.issues} counts={status.issueCounts} code={selected} />
      </Section>
      {slowest.length > 0 ? (
        <Section id="slowest" title="Slowest steps of the last sync">
          <Slowest slowest={slowest} />
        </Section>
      ) : null}
      <Section id="syncs" title="Syncs">
        <Runs runs={status.runs} />
      </Section>
    </div>
  );
}
