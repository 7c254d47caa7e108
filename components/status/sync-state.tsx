import { Time } from '@/components/ui/time';
import type { CatalogStatus } from '@/lib/catalog/status';

/** Which state of the source is shown, since when, and when it is asked again. */
export function SyncState({ status, now }: { status: CatalogStatus; now: Date }) {
  const { sync, commitUrl, nextSyncAt, runs } = status;
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
          The last sync failed <Time at={failed.finishedAt} now={now} />: {failed.error} The catalog
          is as it was before.
        </p>
      ) : null}
      <dl className="facts">
        <dt>Source</dt>
        <dd>{sync.source}</dd>
        <dt>Commit</dt>
        <dd>
          <code className="text-xs">
            {commitUrl ? (
              <a href={commitUrl} rel="noreferrer">
                {sync.commit?.slice(0, 12)}
              </a>
            ) : (
              (sync.commit?.slice(0, 12) ?? 'none')
            )}
          </code>
        </dd>
        <dt>Last sync</dt>
        <dd>
          <Time at={sync.completedAt} now={now} exact />
        </dd>
        <dt>Lag</dt>
        <dd>
          upstream was asked <Time at={sync.checkedAt} now={now} />
        </dd>
        <dt>Next sync</dt>
        <dd>
          {nextSyncAt === null ? (
            'not by itself: SYNC_EVERY is 0'
          ) : nextSyncAt < now ? (
            'due'
          ) : (
            <Time at={nextSyncAt} now={now} />
          )}
        </dd>
        <dt>ATT&amp;CK</dt>
        <dd>
          {sync.attackVersion ?? 'unknown'}
          {status.attackSource ? (
            <span className="text-faint"> from {status.attackSource}</span>
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
