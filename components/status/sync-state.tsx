import { ExternalLink } from '@/components/ui/external-link';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import type { CatalogStatus } from '@/lib/catalog/status';

/** What the catalog was last synced from, when, and when the next sync runs. */
export function SyncState({ status }: { status: CatalogStatus }) {
  const { sync, runs } = status;
  if (!sync) {
    return (
      <p className="note note-warning">
        No sync has completed yet. Run <code>npm run ingest</code>.
      </p>
    );
  }
  const failed = runs[0]?.outcome === 'failed' ? runs[0] : null;
  return (
    <div>
      {failed ? (
        <p className="note note-error mb-3">
          The last sync failed <Time at={failed.finishedAt} exact />:{' '}
          <StrangerText text={failed.error ?? ''} kind="sentence" /> The catalog is as the sync
          before left it.
        </p>
      ) : null}
      <dl className="facts">
        <dt>Source</dt>
        <dd>
          <StrangerText text={sync.source} kind="path" breaks />
        </dd>
        <dt>Commit</dt>
        <dd>
          <Commit commit={sync.commit} url={status.commitUrl} />
        </dd>
        <dt>Last sync</dt>
        <dd>
          <Time at={sync.completedAt} exact />
          {sync.isPending ? ', whose checks, evidence and enrichment are pending' : null}
        </dd>
        <dt>Last check</dt>
        <dd>
          <Time at={sync.checkedAt} exact />
        </dd>
        <dt>Next sync</dt>
        <dd>
          <NextSync at={status.nextSyncAt} />
        </dd>
        <dt>ATT&amp;CK</dt>
        <dd>
          {sync.attackVersion ?? 'unknown'}
          {status.attackSource ? (
            <span className="text-faint">
              {' '}
              (descriptions from <StrangerText text={status.attackSource} kind="path" breaks />)
            </span>
          ) : null}
        </dd>
        <dt>Translator</dt>
        <dd>
          <code className="text-xs">{status.translatorVersion?.slice(0, 12) ?? 'unknown'}</code>
        </dd>
      </dl>
    </div>
  );
}

function Commit({ commit, url }: { commit: string | null; url: string | null }) {
  const short = commit?.slice(0, 12) ?? 'none';
  return (
    <code className="text-xs">{url ? <ExternalLink href={url}>{short}</ExternalLink> : short}</code>
  );
}

function NextSync({ at }: { at: Date | null }) {
  if (at === null) return 'Automatic syncs are off (SYNC_EVERY is 0)';
  return <Time at={at} exact />;
}
