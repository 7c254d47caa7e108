import { chunks } from './chunks';
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

/** Adds a version for each rule that this sync changed or removed. */
export async function writeVersions(
  { transaction, syncId, now }: SyncWrite,
  { plan, sources }: Outcome,
): Promise<void> {
  const commits = new Map(sources.map(({ profile, commit }) => [profile.id, commit]));
  const versions = plan.rules.flatMap(({ read, change }) => {
    if (change === null) return [];
    const { id: ruleId, contentHash, raw, path } = read;
    const commit = commits.get(read.sourceId) ?? null;
    return [{ ruleId, syncId, contentHash, raw, path, commit, change, seenAt: now }];
  });
  for (const data of chunks(versions)) await transaction.ruleVersion.createMany({ data });
  for (const { id: ruleId, contentHash, path, sourceId } of plan.removed) {
    const { raw } = await transaction.rule.findUniqueOrThrow({
      where: { id: ruleId },
      select: { raw: true },
    });
    const change = 'removed';
    await transaction.ruleVersion.create({
      data: {
        ruleId,
        syncId,
        contentHash,
        raw,
        path,
        commit: commits.get(sourceId) ?? null,
        change,
        seenAt: now,
      },
    });
  }
}
