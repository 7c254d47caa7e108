import { Prisma } from '../../catalog/generated/client';
import { chunks } from './chunks';
import { insertRows } from './insert-rows';
import type { Outcome, SyncWrite } from './outcome';

/** Marks rules that have disappeared from the source as removed. They stay in the catalog. */
export async function writeRemoved(
  { transaction, syncId, now }: SyncWrite,
  { plan }: Outcome,
): Promise<void> {
  for (const ids of chunks(plan.removed.map(({ id }) => id))) {
    await transaction.rule.updateMany({
      where: { id: { in: ids } },
      data: { removedAt: now, changedSyncId: syncId, changedAt: now },
    });
  }
}

/** Gives versions whose text their rule has until now, but not any more, a copy of it. */
export async function keepFormerTexts(
  { transaction }: SyncWrite,
  { plan }: Outcome,
): Promise<void> {
  const changed = plan.rules.filter(
    ({ read, stored }) => stored && stored.contentHash !== read.contentHash,
  );
  for (const ids of chunks(changed.map(({ read }) => read.id))) {
    await transaction.$executeRaw`
    UPDATE "RuleVersion" SET "raw" = "Rule"."raw" FROM "Rule"
    WHERE "Rule"."id" = "RuleVersion"."ruleId" AND "RuleVersion"."raw" IS NULL
      AND "Rule"."id" IN (${Prisma.join(ids)})`;
  }
}

/** Adds a version for each rule that this sync changed or removed. Its text is the rule's own. */
export async function writeVersions(to: SyncWrite, { plan, sources }: Outcome): Promise<void> {
  const { syncId, now } = to;
  const commits = new Map(sources.map(({ profile, commit }) => [profile.id, commit]));
  const versions = plan.rules.flatMap(({ read, change }) => {
    if (change === null) return [];
    const { id: ruleId, contentHash, path } = read;
    const commit = commits.get(read.sourceId) ?? null;
    return [{ ruleId, syncId, contentHash, path, commit, change, seenAt: now }];
  });
  const removed = plan.removed.map(({ id: ruleId, contentHash, path, sourceId }) => {
    const commit = commits.get(sourceId) ?? null;
    return { ruleId, syncId, contentHash, path, commit, change: 'removed', seenAt: now };
  });
  await insertRows(to, 'RuleVersion', [...versions, ...removed]);
}
