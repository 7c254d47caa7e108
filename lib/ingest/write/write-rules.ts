import type { PlannedRule } from '../plan';
import { isInFeed } from '../source/layout';
import { ruleColumns } from '../steps/rows';
import { chunks } from './chunks';
import { isTouched, type Outcome, type SyncWrite } from './outcome';
import { type RuleUpdate, updateRules } from './update-rules';

/** Writes the rules themselves and calls `onChunk` after each statement. */
export async function writeRules(
  to: SyncWrite,
  outcome: Outcome,
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
    await updateRules(to.transaction, updates);
    onChunk();
  }
}

/** Most rules in most syncs are unchanged and need only a new time. */
async function writeUntouched({ transaction, now }: SyncWrite, outcome: Outcome): Promise<void> {
  const { source, commit } = outcome.run;
  const ids = outcome.plan.rules
    .filter((rule) => !isTouched(rule, outcome))
    .map(({ read }) => read.id);
  for (const some of chunks(ids)) {
    await transaction.rule.updateMany({
      where: { id: { in: some } },
      data: { source, commit, retrievedAt: now },
    });
  }
}

async function writeNew(
  { transaction, syncId, now }: SyncWrite,
  rules: readonly PlannedRule[],
  outcome: Outcome,
): Promise<void> {
  const data = rules.map((rule) => ({
    ...ruleColumns(rule),
    ...placeOf(rule, outcome, now),
    ...resultsOf(rule, outcome),
    firstSeenAt: now,
    changedAt: now,
    firstSyncId: syncId,
    changedSyncId: syncId,
  }));
  await transaction.rule.createMany({ data });
}

function placeOf({ read }: PlannedRule, { run, collection }: Outcome, now: Date) {
  return {
    collection: collection ?? read.collection,
    inFeed: isInFeed(read.collection),
    path: read.path,
    source: run.source,
    commit: run.commit,
    retrievedAt: now,
  };
}

function resultsOf({ read }: PlannedRule, outcome: Outcome) {
  const made = outcome.derived.get(read.id);
  return {
    derivedHash: outcome.derivedHash.get(read.id) ?? '',
    enrichedHash: outcome.enrichedHash.get(read.id) ?? '',
    ...(made ? { proof: made.proof, proofHash: made.proofHash } : {}),
  };
}

function updateOf(planned: PlannedRule, outcome: Outcome, { syncId, now }: SyncWrite): RuleUpdate {
  const { change } = planned;
  const columns = {
    ...ruleColumns(planned),
    ...resultsOf(planned, outcome),
    ...placeOf(planned, outcome, now),
  };
  if (change !== 'changed' && change !== 'restored') return columns;
  return { ...columns, changedAt: now, removedAt: null, changedSyncId: syncId };
}
