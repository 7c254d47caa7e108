import { hideSecretsIn } from '@/lib/address';
import { readEnvironment } from '@/lib/env';
import { getCatalog } from './client';
import { databaseOf } from './database';
import { getLastSync, type LastSync } from './last-sync';
import { commitUrlOf } from './source-link';
import { type CatalogSource, readSources } from './sources';
import { readOr } from './stored/column';
import { isStuck, type SyncHolder } from './stored/sync-holder';
import { syncSummary } from './stored/sync-run';
import type { Summary } from './stored/sync-summary';

/** The stored summary of a run. Empty if it cannot be read. */
export type SyncSummary = Partial<Summary>;

export interface SyncRunSummary {
  readonly id: number;
  readonly source: string;
  readonly commit: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly outcome: string;
  readonly error: string | null;
  readonly summary: SyncSummary;
}

export interface StatusIssue {
  readonly id: number;
  readonly severity: string;
  readonly code: string;
  readonly path: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly ruleId: string | null;
  readonly message: string;
  readonly hint: string | null;
  /** Whether the feed shows the rules of its file's collection. */
  readonly inFeed: boolean;
}

/** A source, its rules in the catalog, and its commit on GitHub. */
export interface StatusSource extends CatalogSource {
  readonly rules: number;
  readonly commitUrl: string | null;
}

/** A sync that runs now. */
export interface RunningSync {
  readonly pid: number;
  readonly startedAt: Date;
  readonly phase: string;
  readonly done: number | null;
  readonly total: number | null;
  readonly progressAt: Date;
  /** No progress for ten minutes: the next sync ends it. */
  readonly stuck: boolean;
}

export interface CatalogStatus {
  readonly sync: LastSync | null;
  readonly running: RunningSync | null;
  readonly commitUrl: string | null;
  /** In the order of the list. */
  readonly sources: readonly StatusSource[];
  readonly translatorVersion: string | null;
  readonly attackSource: string | null;
  /** Of the last sync that changed the catalog. */
  readonly summary: SyncSummary;
  /** Null if automatic syncs are off. */
  readonly nextSyncAt: Date | null;
  readonly issues: readonly StatusIssue[];
  readonly issueCounts: readonly { readonly code: string; readonly count: number }[];
  /** Newest first. */
  readonly runs: readonly SyncRunSummary[];
}

const SHOWN_ISSUES = 200;
const SHOWN_RUNS = 20;

/**
 * The state of the catalog and its syncs. `code` limits the issues to that code. Older versions stored
 * addresses with their secrets, which are left out.
 */
export async function getStatus(code: string | null): Promise<CatalogStatus> {
  const catalog = getCatalog();
  const { syncEvery } = readEnvironment(process.env);
  const [sync, runs] = await Promise.all([
    getLastSync(),
    catalog.syncRun.findMany({ orderBy: { finishedAt: 'desc' }, take: SHOWN_RUNS }),
  ]);
  const last = sync && (await catalog.syncRun.findUnique({ where: { id: sync.id } }));
  const [issues, counts] = await Promise.all([
    catalog.syncIssue.findMany({
      where: { syncId: sync?.id ?? 0, ...(code ? { code } : {}) },
      orderBy: { id: 'asc' },
      take: SHOWN_ISSUES,
    }),
    catalog.syncIssue.groupBy({
      by: ['code'],
      where: { syncId: sync?.id ?? 0 },
      _count: true,
      orderBy: { code: 'asc' },
    }),
  ]);
  const sources = await getSources();
  const hidden = await hiddenCollections(catalog);
  const newest = runs[0];
  return {
    sync,
    running: shownSync(await databaseOf(catalog).runningSync()),
    commitUrl: sources.length === 1 ? (sources[0]?.commitUrl ?? null) : null,
    sources,
    translatorVersion: last?.translatorVersion ?? null,
    attackSource: hideSecretsIn(last?.attackSource ?? null),
    summary: last ? hideSecretsIn(readSummary(last)) : {},
    nextSyncAt: syncEvery > 0 && newest ? new Date(newest.finishedAt.getTime() + syncEvery) : null,
    issues: issues.map((issue) =>
      hideSecretsIn({ ...issue, inFeed: !hidden.has(issue.path?.split('/')[0] ?? '') }),
    ),
    issueCounts: counts.map((row) => ({ code: row.code, count: row._count })),
    runs: runs.map((run) => hideSecretsIn({ ...run, summary: readSummary(run) })),
  };
}

/** A status without what is the operator's: failures, processes, and the places that the catalog is read from. */
export function readersStatus(status: CatalogStatus): CatalogStatus {
  const { sync, sources, summary } = status;
  const { slowest: _, ...counts } = summary;
  return {
    ...status,
    sync: sync && { ...sync, source: sync.sourceName },
    running: null,
    attackSource: null,
    sources: sources.map((source) => ({ ...source, error: null, errorNext: null })),
    summary: counts,
    issues: [],
    issueCounts: [],
    runs: [],
  };
}

/** The collections that the feed leaves out unless they are selected. */
async function hiddenCollections(catalog: ReturnType<typeof getCatalog>): Promise<Set<string>> {
  const rows = await catalog.rule.findMany({
    where: { removedAt: null, inFeed: false },
    distinct: ['collection'],
    select: { collection: true },
  });
  return new Set(rows.map(({ collection }) => collection));
}

/** The sources with how many rules each has, in the order of the list. */
export async function getSources(): Promise<StatusSource[]> {
  const catalog = getCatalog();
  const [sources, counts] = await Promise.all([
    readSources(catalog),
    catalog.rule.groupBy({ by: ['sourceId'], where: { removedAt: null }, _count: true }),
  ]);
  return [...sources.values()].map((source) =>
    hideSecretsIn({
      ...source,
      rules: counts.find(({ sourceId }) => sourceId === source.id)?._count ?? 0,
      commitUrl: commitUrlOf(source.label, source.commit),
    }),
  );
}

function shownSync(holder: SyncHolder | null): RunningSync | null {
  if (!holder) return null;
  return {
    pid: holder.pid,
    startedAt: new Date(holder.startedAt),
    phase: holder.phase,
    done: holder.done,
    total: holder.total,
    progressAt: new Date(holder.progressAt),
    stuck: isStuck(holder, Date.now()),
  };
}

/** An older version may have stored a summary in another form. That must not hide the other runs. */
function readSummary({ id, summary }: { id: number; summary: string }): SyncSummary {
  return readOr<SyncSummary>({}, () => syncSummary.read(summary, id));
}
