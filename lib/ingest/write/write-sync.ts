import { databaseOf } from '@/lib/catalog/database';
import type { Transaction } from '@/lib/catalog/database/catalog';
import { syncSummary } from '@/lib/catalog/stored/sync-run';
import type { Summary } from '@/lib/catalog/stored/sync-summary';
import type { Catalog } from '../../catalog/client';
import { storeFor } from '../store';
import { CHUNK, chunks } from './chunks';
import { insertRows } from './insert-rows';
import type { Outcome, SyncWrite, WritableOutcome } from './outcome';
import { writeAttack } from './write-attack';
import { writeChanges } from './write-changes';
import { writeResults } from './write-results';
import { writeRules } from './write-rules';
import { writeSearch } from './write-search';
import { writeSources } from './write-sources';
import { keepFormerTexts, writeRemoved, writeVersions } from './write-versions';

/** Runs in this order, after the rules themselves. */
const STEPS = [
  writeResults,
  writeRemoved,
  writeAttack,
  writeVersions,
  writeChanges,
  writeSources,
  writeSearch,
  writeIssues,
  writeCache,
] as const;

/** The run's row, and the summary in it. */
export interface Written {
  readonly id: number;
  readonly summary: Summary;
}

/**
 * Writes a sync, or a stage of it, in one transaction, so that all of it becomes visible or nothing does.
 * Calls `summarize` last and stores what it returns in the run's row.
 */
export async function writeSync(
  catalog: Catalog,
  outcome: WritableOutcome,
  now: Date,
  summarize: (transaction: Transaction) => Promise<Summary>,
  onStep: (done: number, total: number) => void,
): Promise<Written> {
  const total = Math.ceil(outcome.plan.rules.length / CHUNK) + STEPS.length + 1;
  let done = 0;
  const step = () => onStep(++done, total);
  const { writer } = storeFor(databaseOf(catalog));
  return catalog.$transaction(async (transaction) => {
    const id = await beginRun(transaction, outcome, now);
    const to = { transaction, writer, syncId: id, now };
    await keepFormerTexts(to, outcome);
    await writeRules(to, outcome, step);
    for (const write of STEPS) {
      await write(to, outcome);
      step();
    }
    const summary = await summarize(transaction);
    await transaction.syncRun.update({
      where: { id },
      data: { summary: syncSummary.write(summary) },
    });
    step();
    return { id, summary };
  });
}

async function beginRun(
  transaction: Transaction,
  { run, translatorVersion, isPending, continues }: Outcome,
  now: Date,
): Promise<number> {
  const outcome = isPending ? 'pending' : 'completed';
  const data = { ...run, translatorVersion, finishedAt: now, outcome, summary: '{}' };
  if (continues === null) return (await transaction.syncRun.create({ data })).id;
  await transaction.syncRun.update({ where: { id: continues }, data });
  await transaction.syncIssue.deleteMany({ where: { syncId: continues } });
  return continues;
}

async function writeIssues(to: SyncWrite, { issues }: Outcome): Promise<void> {
  const { syncId } = to;
  await insertRows(
    to,
    'SyncIssue',
    issues.map((each) => ({ ...each, syncId })),
  );
}

async function writeCache(to: SyncWrite, { cache }: Outcome): Promise<void> {
  const { transaction } = to;
  const { added, unused } = cache;
  for (const keys of chunks(unused)) {
    await transaction.cache.deleteMany({ where: { key: { in: [...keys] } } });
  }
  for (const keys of chunks([...added.keys()])) {
    await transaction.cache.deleteMany({ where: { key: { in: keys } } });
  }
  await insertRows(
    to,
    'Cache',
    Array.from(added, ([key, value]) => ({ key, value })),
  );
}
