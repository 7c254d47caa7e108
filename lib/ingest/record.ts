import { hideSecrets } from '@/lib/address';
import { syncState, syncSummary } from '@/lib/catalog/stored/sync-run';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { SyncFailure } from './failure';
import type { Unchanged } from './inputs';
import type { Start } from './start';

const NO_ISSUES = { errors: 0, warnings: 0, infos: 0, byCode: {} };
const NO_WORK = { translated: 0, checked: 0, proved: 0, enriched: 0 };

/** Records that the source was checked and had nothing new. */
export async function recordUnchanged(start: Start, unchanged: Unchanged): Promise<Summary> {
  const { catalog, options, startedAt, label } = start;
  const { last, state } = unchanged;
  const known = state.sources ?? [];
  const only = known.length === 1 ? known[0] : undefined;
  const { commit, etag } = only ?? { commit: null, etag: null };
  const finishedAt = new Date();
  const former = last.summary;
  const summary: Summary = {
    ...former,
    outcome: 'unchanged',
    commit,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    changes: former.rules && {
      new: 0,
      changed: 0,
      renamed: 0,
      removed: 0,
      restored: 0,
      unchanged: former.rules.total,
      kept: former.changes?.kept ?? 0,
    },
    work: NO_WORK,
    seconds: options.progress.seconds,
  };
  const leftOut = await catalog.source.findMany({
    where: { error: { not: null } },
    select: { id: true },
  });
  const synced = { notIn: leftOut.map(({ id }) => id) };
  await catalog.$transaction([
    catalog.source.updateMany({ where: { id: synced }, data: { syncedAt: finishedAt } }),
    catalog.rule.updateMany({
      where: { removedAt: null, sourceId: synced },
      data: { retrievedAt: finishedAt },
    }),
    catalog.syncRun.create({
      data: {
        source: label,
        commit,
        etag,
        attackVersion: last.attackVersion,
        attackSource: last.attackSource,
        translatorVersion: last.translatorVersion,
        startedAt,
        finishedAt,
        outcome: 'unchanged',
        summary: syncSummary.write(summary),
        state: syncState.write(state),
      },
    }),
  ]);
  return summary;
}

/** Records a failed sync, for the status page. The rest of the catalog stays unchanged. */
export async function recordFailure(start: Start, error: unknown): Promise<Summary> {
  const { catalog, options, startedAt, label, last } = start;
  const finishedAt = new Date();
  const isKnown = error instanceof SyncFailure;
  const message = hideSecrets(error instanceof Error ? error.message : String(error));
  const next = isKnown ? error.next : 'This is a bug in Watchfloor. Please report it.';
  const summary: Summary = {
    outcome: 'failed',
    source: label,
    commit: null,
    attack: null,
    translatorVersion: last?.translatorVersion ?? null,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    rules: null,
    changes: null,
    issues: NO_ISSUES,
    translations: null,
    work: NO_WORK,
    proofs: null,
    seconds: options.progress.seconds,
    error: { message, next },
  };
  await catalog.syncRun.create({
    data: {
      source: label,
      translatorVersion: last?.translatorVersion ?? '',
      startedAt,
      finishedAt,
      outcome: 'failed',
      error: `${message}. ${next}`,
      summary: syncSummary.write(summary),
    },
  });
  return summary;
}
