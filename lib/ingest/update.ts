import { repositoryOf } from '@/lib/catalog/source-link';
import { syncState } from '@/lib/catalog/stored/sync-run';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { countCatalog } from './counts';
import type { FetchedInputs, FetchedSource } from './inputs';
import type { Issue } from './issue';
import { makeResults, type Results } from './make-results';
import { countChanges } from './plan';
import { type ReadSource, readSource } from './read-source';
import type { Start } from './start';
import { type Judged, judgeChanges } from './steps/judge-changes';
import { leaveOutUnwritable } from './write/leave-out-unwritable';
import type { Outcome, RunColumns, SourcePlace, Transaction } from './write/outcome';
import { writeSync } from './write/write-sync';

/** Finds what the source changes, makes the new results, writes them, and returns the summary. */
export async function updateCatalog(start: Start, inputs: FetchedInputs): Promise<Summary> {
  const { catalog, options } = start;
  const source = await readSource(start, inputs);
  const results = await makeResults(start, inputs, source);
  const judged = await judgeChanges(start, source.plan);
  const outcome = leaveOutUnwritable(outcomeOf(start, inputs, source, results, judged));
  options.signal?.throwIfAborted();
  const writing = options.progress.begin('write');
  const summary = await writeSync(
    catalog,
    outcome,
    new Date(),
    (transaction) => summarize(start, outcome, results, transaction),
    (done, total) => writing.advance(done, total),
  );
  writing.end('written');
  return summary;
}

function outcomeOf(
  { startedAt, last, label }: Start,
  { attack: fetched, state }: FetchedInputs,
  source: ReadSource,
  results: Results,
  judged: Judged,
): Outcome {
  const { plan, attack, tags, sources, failed, alsoIn } = source;
  return {
    ...results,
    changes: judged.changes,
    plan,
    sources: sources.map(placeOf),
    failed,
    alsoIn,
    attack,
    tags,
    attackChanged: last?.state.attackHash !== state.attackHash,
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
  { options, startedAt }: Start,
  { run, plan, sources, failed, issues, translatorVersion }: Outcome,
  { work, slowest }: Results,
  transaction: Transaction,
): Promise<Summary> {
  return {
    outcome: 'completed',
    source: run.source,
    commit: run.commit,
    attack: { version: run.attackVersion, source: run.attackSource },
    translatorVersion,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    ...(await countCatalog(transaction, { sources, failed })),
    changes: countChanges(plan),
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
