import type { Transaction } from '@/lib/catalog/database/catalog';
import { repositoryOf } from '@/lib/catalog/source-link';
import { syncState } from '@/lib/catalog/stored/sync-run';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { TASK_LIMIT_MS } from '../kql/thread-pool';
import { countCatalog } from './counts';
import { findWork, type Work } from './find-work';
import type { FetchedInputs, FetchedSource } from './inputs';
import type { Issue } from './issue';
import { makeResults, pendingResults, type Results } from './make-results';
import { addChanges, countChanges } from './plan';
import { planAgain, type ReadSource, readSource } from './read-source';
import { TUNING } from './source';
import type { Start, SyncOptions } from './start';
import { type Judged, judgeChanges } from './steps/judge-changes';
import { makeQueries } from './steps/make-queries';
import { loadTools } from './steps/tools';
import { leaveOutUnwritable } from './write/leave-out-unwritable';
import type { Outcome, RunColumns, SourcePlace } from './write/outcome';
import { type Written, writeSync } from './write/write-sync';

/** Checking and proving fewer rules takes seconds. */
const STAGED_FROM = 300;

/**
 * Finds what the source changes, makes the new results, writes them, and returns the summary. With many
 * new rules it first writes the rules and their queries, and goes on from there as the next sync would if
 * this one ended.
 */
export async function updateCatalog(start: Start, inputs: FetchedInputs): Promise<Summary> {
  const { options } = start;
  const source = await readSource(start, inputs);
  const judged = await judgeChanges(start, source.plan);
  const tools = (options.loadTools ?? loadTools)(
    options.root,
    options.ruleLimit ?? TASK_LIMIT_MS,
    options.placeholders,
  );
  try {
    const work = findWork(start, inputs, source);
    const staged = isStaged(work, options);
    if (staged) tools.proofPool.start();
    const queries = await makeQueries({
      rules: work.stale,
      related: work.related,
      own: new Set(
        source.plan.rules.flatMap(({ read }) => (read.sourceId === TUNING.id ? read.id : [])),
      ),
      tools,
      progress: options.progress,
      signal: options.signal,
    });
    if (!staged) {
      const results = await makeResults(start, source, work, queries, tools);
      return (await write(start, outcomeOf(start, inputs, source, results, judged), results))
        .summary;
    }
    const first = pendingResults(work, queries, tools);
    const begun = { ...outcomeOf(start, inputs, source, first, judged), isPending: true };
    const { id, summary } = await write(start, begun, first);
    const next = { ...start, pending: { id, changes: summary.changes } };
    const rest = await planAgain(next, source);
    const results = await makeResults(next, rest, findWork(next, inputs, rest), queries, tools);
    const whole = outcomeOf(next, inputs, rest, results, { ...judged, changes: new Map() });
    return (await write(next, { ...whole, attackChanged: false }, results)).summary;
  } finally {
    await tools.close();
  }
}

/** Whether so many rules are new that a reader would wait long for the first of them. */
function isStaged({ stale }: Work, { stagedFrom = STAGED_FROM }: SyncOptions): boolean {
  return stale.filter(({ change }) => change === 'new').length >= stagedFrom;
}

async function write(start: Start, whole: Outcome, results: Results): Promise<Written> {
  const { catalog, options } = start;
  const outcome = leaveOutUnwritable(whole);
  options.signal?.throwIfAborted();
  const writing = options.progress.begin('write');
  const written = await writeSync(
    catalog,
    outcome,
    new Date(),
    async (transaction) => {
      await options.demandLock?.();
      return summarize(start, outcome, results, transaction);
    },
    (done, total) => writing.advance(done, total),
  );
  writing.end(outcome.isPending ? 'rules and queries can be read' : 'written');
  return written;
}

function outcomeOf(
  { startedAt, last, pending, label }: Start,
  { attack: fetched, state }: FetchedInputs,
  source: ReadSource,
  results: Results,
  judged: Judged,
): Outcome {
  const { plan, merged, attack, tags, sources, failed } = source;
  return {
    ...results,
    changes: judged.changes,
    plan,
    sources: sources.map(placeOf),
    failed,
    alsoIn: merged.alsoIn,
    attack,
    tags,
    attackChanged: last?.state.attackHash !== state.attackHash,
    isPending: false,
    continues: pending?.id ?? null,
    issues: [
      ...source.issues,
      ...results.issues,
      ...judged.issues,
      ...[...tags.values()].flatMap((each) => each.issues),
    ],
    run: {
      source: label,
      ...commitOf(sources),
      attackVersion: attack.version,
      attackSource: fetched.label,
      startedAt,
      state: syncState.write(state),
    },
  };
}

/** The commit of the only source. Several have one each. */
function commitOf(sources: readonly FetchedSource[]): Pick<RunColumns, 'commit' | 'etag'> {
  const [only] = sources;
  return sources.length === 1 && only
    ? { commit: only.files.commit, etag: only.files.etag }
    : { commit: null, etag: null };
}

/** A source as the rows of its rules name it: by its repository, so that they can link to it. */
function placeOf({ profile, files: { label, repository, commit } }: FetchedSource): SourcePlace {
  const ref = repositoryOf(label) ? label : null;
  const named = repository && `github:${repository.owner}/${repository.name}`;
  return { profile, label: ref ?? named ?? label, commit };
}

async function summarize(
  { options, startedAt, pending }: Start,
  { isPending, run, plan, sources, failed, issues, translatorVersion }: Outcome,
  { work, slowest }: Results,
  transaction: Transaction,
): Promise<Summary> {
  return {
    outcome: isPending ? 'pending' : 'completed',
    source: run.source,
    commit: run.commit,
    attack: { version: run.attackVersion, source: run.attackSource },
    translatorVersion,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    ...(await countCatalog(transaction, { sources, failed })),
    changes: addChanges(pending?.changes ?? null, countChanges(plan)),
    issues: countIssues(issues),
    work,
    slowest,
    seconds: options.progress.seconds,
    error: null,
  };
}

function countIssues(issues: readonly Issue[]): Summary['issues'] {
  const byCode = new Map<string, number>();
  for (const { code } of issues) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  const count = (severity: Issue['severity']) =>
    issues.filter((each) => each.severity === severity).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    byCode: Object.fromEntries(byCode),
  };
}
