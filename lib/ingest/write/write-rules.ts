import { ruleTuning } from '@/lib/catalog/stored/rule-tuning';
import type { PlannedRule } from '../plan';
import { isInFeed } from '../source/layout';
import type { RuleUpdate } from '../store/types';
import { chunks } from './chunks';
import { insertRows } from './insert-rows';
import { isTouched, type Outcome, type SyncWrite, type WritableOutcome } from './outcome';
import { updateRules } from './update-rules';

/** The source of the starter rules, and the collection that they are in whatever their folder. */
const STARTER = 'starter';

/** Writes the rules themselves and calls `onChunk` after each statement. */
export async function writeRules(
  to: SyncWrite,
  outcome: WritableOutcome,
  onChunk: () => void,
): Promise<void> {
  await writeUntouched(to, outcome);
  const touched = outcome.plan.rules.filter((rule) => isTouched(rule, outcome));
  const added = touched.filter(({ change }) => change === 'new');
  for (const rules of chunks(added)) {
    await writeNew(to, rules, outcome);
    onChunk();
  }
  const present = touched.filter(({ change }) => change !== 'new');
  for (const rules of chunks(present)) {
    const updates = rules.map((rule) => updateOf(rule, outcome, to));
    await updateRules(to, updates);
    onChunk();
  }
}

/** Most rules in most syncs are unchanged and need only a new time. */
async function writeUntouched({ transaction, now }: SyncWrite, outcome: Outcome): Promise<void> {
  const untouched = outcome.plan.rules.filter((rule) => !isTouched(rule, outcome));
  for (const { profile, label, commit } of outcome.sources) {
    const own = untouched.filter(({ read }) => read.sourceId === profile.id);
    for (const some of chunks(own.map(({ read }) => read.id))) {
      await transaction.rule.updateMany({
        where: { id: { in: some } },
        data: { sourceId: profile.id, source: label, commit, retrievedAt: now },
      });
    }
  }
}

async function writeNew(
  to: SyncWrite,
  rules: readonly PlannedRule[],
  outcome: WritableOutcome,
): Promise<void> {
  const { syncId, now } = to;
  const rows = rules.map((rule) => ({
    ...columnsOf(rule, outcome),
    ...placeOf(rule, outcome, now),
    ...resultsOf(rule, outcome),
    firstSeenAt: now,
    changedAt: now,
    firstSyncId: syncId,
    changedSyncId: syncId,
  }));
  await insertRows(to, 'Rule', rows);
}

function columnsOf({ read }: PlannedRule, { rows }: WritableOutcome) {
  const made = rows.get(read.id);
  if (!made) throw new Error(`The rule ${read.id} has no rows`);
  return made.rule;
}

function placeOf({ read }: PlannedRule, { sources }: Outcome, now: Date) {
  const place = sources.find(({ profile }) => profile.id === read.sourceId);
  return {
    collection: read.sourceId === STARTER ? STARTER : read.collection,
    inFeed: isInFeed(read.collection),
    path: read.path,
    sourceId: read.sourceId,
    source: place?.label ?? read.sourceId,
    commit: place?.commit ?? null,
    retrievedAt: now,
  };
}

function resultsOf({ read }: PlannedRule, outcome: Outcome) {
  const made = outcome.derived.get(read.id);
  return {
    derivedHash: outcome.derivedHash.get(read.id) ?? '',
    enrichedHash: outcome.enrichedHash.get(read.id) ?? '',
    ...(made
      ? {
          proof: made.proof,
          proofHash: made.proofHash,
          tuning: ruleTuning.write(made.tuned?.filters ?? []),
        }
      : {}),
  };
}

function updateOf(
  planned: PlannedRule,
  outcome: WritableOutcome,
  { syncId, now }: SyncWrite,
): RuleUpdate {
  const { change } = planned;
  const columns = {
    ...columnsOf(planned, outcome),
    ...resultsOf(planned, outcome),
    ...placeOf(planned, outcome, now),
  };
  if (change !== 'changed' && change !== 'restored') return columns;
  return { ...columns, changedAt: now, removedAt: null, changedSyncId: syncId };
}
