import { hideSecrets } from '@/lib/address';
import { readEnvironment } from '@/lib/env';
import { getCatalog } from './client';
import { getRuleIndex } from './get-rule-index';
import { getLastSync } from './last-sync';
import { readSources } from './sources';
import { isStuck, readRunningSync, type SyncHolder } from './stored/sync-holder';
import { catalogProblem } from './watch-catalog';

/** After how many missed syncs the catalog counts as old. */
const MISSED = 3;

export interface Health {
  /**
   * `ready`: all is as it should be. `syncing`: a sync is at work, and the pages change soon. `degraded`: something
   * needs a person, and `problems` says what.
   */
  readonly status: 'ready' | 'syncing' | 'degraded';
  /** Whether pages can be made. They can also while the state is degraded, if only of old rules. */
  readonly isServing: boolean;
  /** Each in one or two sentences, with what to do. */
  readonly problems: readonly string[];
  readonly rules: number;
  readonly sync: {
    readonly source: string;
    readonly commit: string | null;
    readonly checkedAt: Date;
    readonly completedAt: Date;
  } | null;
  /** The sync that runs now. */
  readonly running: Pick<SyncHolder, 'phase' | 'done' | 'total'> | null;
}

/**
 * How the catalog is that `DATABASE_URL` names. Reads what the pages need once per process, so that the first reader
 * does not wait for it. Rejects where the catalog has no known problem and still cannot be read.
 */
export async function getHealth(now: number): Promise<Health> {
  const { databaseFile, syncEvery } = readEnvironment(process.env);
  const holder = readRunningSync(databaseFile);
  const isAtWork = holder !== null && !isStuck(holder, now);
  const running = holder && { phase: holder.phase, done: holder.done, total: holder.total };
  const problem = catalogProblem();
  if (problem) {
    const problems = [`${problem.what}. ${problem.next}`];
    return { ...NOTHING, status: isAtWork ? 'syncing' : 'degraded', problems, running };
  }
  const last = await getLastSync();
  if (!last) {
    const problems = ['No sync has completed yet. Run npm run ingest.'];
    return { ...NOTHING, status: isAtWork ? 'syncing' : 'degraded', problems, running };
  }
  const { rules } = await getRuleIndex();
  const problems = [
    ...(await failures()),
    ...(holder && !isAtWork
      ? [`A sync has made no progress since ${holder.progressAt}. The next one ends it.`]
      : []),
    ...(syncEvery > 0 && now - last.checkedAt.getTime() > MISSED * syncEvery
      ? [`The sources were last read at ${last.checkedAt.toISOString()}. The status page says why.`]
      : []),
  ];
  const { source, commit, checkedAt, completedAt } = last;
  return {
    status: isAtWork ? 'syncing' : problems.length > 0 ? 'degraded' : 'ready',
    isServing: true,
    problems,
    rules: rules.length,
    sync: { source, commit, checkedAt, completedAt },
    running,
  };
}

const NOTHING = { isServing: false, rules: 0, sync: null } as const;

/** What went wrong with the last sync, or with some of its sources. */
async function failures(): Promise<string[]> {
  const catalog = getCatalog();
  const [run, sources] = await Promise.all([
    catalog.syncRun.findFirst({
      orderBy: { id: 'desc' },
      select: { outcome: true, error: true },
    }),
    readSources(catalog),
  ]);
  const failed =
    run?.outcome === 'failed' ? [`The last sync failed: ${hideSecrets(run.error ?? '')}`] : [];
  const leftOut = [...sources.values()].flatMap(({ name, error }) =>
    error === null ? [] : [`${name} was left out of the last sync: ${hideSecrets(error)}`],
  );
  return [...failed, ...leftOut];
}
