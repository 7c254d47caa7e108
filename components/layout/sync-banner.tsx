import type { LastSync } from '@/lib/catalog/last-sync';

/** Says what of the catalog is not there yet. `followSync` adds how far the sync is that brings it. */
export function SyncBanner({ sync }: { sync: LastSync | null }) {
  const isWhole = sync && !sync.isPending && sync.source !== 'starter';
  return (
    <div data-catalog-state={sync?.state ?? '0'}>
      {isWhole ? null : (
        <aside aria-label="Sync" className="border-b bg-warn-soft text-sm">
          <p className="page py-1.5">
            {sync === null ? 'The catalog has no rules yet.' : null}
            {sync?.isPending ? <Pending /> : null}
            {sync && !sync.isPending ? <Starter /> : null}
            <span className="tabular-nums" data-sync-progress="" />
          </p>
        </aside>
      )}
    </div>
  );
}

function Pending() {
  return (
    <>
      The rules and their queries are here. Their checks, evidence and enrichment are{' '}
      <a href="/glossary#pending">pending</a> until the sync is <a href="/status">done</a>.
    </>
  );
}

function Starter() {
  return (
    <>
      You see only the starter rules, because no sync from SigmaHQ has completed yet. If none is
      running, load the whole catalog with <code className="text-xs">npm run ingest</code>. Without
      an internet connection, run{' '}
      <code className="text-xs">npm run ingest -- --source FILE.tar.gz</code> on a downloaded
      archive.
    </>
  );
}
