import { groupBy } from '@/lib/group-by';
import { insertRows } from './insert-rows';
import type { Outcome, SyncWrite } from './outcome';

/** Writes the sources of the list, and which of them have the same rule. Forgets sources without rules. */
export async function writeSources(
  to: SyncWrite,
  { sources, failed, alsoIn }: Outcome,
): Promise<void> {
  const { transaction, now } = to;
  for (const [position, { profile, label, commit }] of sources.entries()) {
    const { id, name, homepage, licence, trust, inFeed } = profile;
    const row = {
      name,
      homepage,
      trust,
      inFeed,
      licence: licence?.name ?? null,
      licenceUrl: licence?.url ?? null,
      position,
      label,
      commit,
      syncedAt: now,
      error: null,
      errorNext: null,
    };
    await transaction.source.upsert({ where: { id }, create: { id, ...row }, update: row });
  }
  for (const { profile, error } of failed) {
    // A source that was never synced has no rules, and only the issue tells of it.
    await transaction.source.updateMany({
      where: { id: profile.id },
      data: { error: error.message, errorNext: error.next },
    });
  }
  const listed = [...sources, ...failed].map(({ profile }) => profile.id);
  await transaction.source.deleteMany({ where: { id: { notIn: listed } } });

  const synced = sources.map(({ profile }) => profile.id);
  await transaction.otherSource.deleteMany({
    where: { OR: [{ sourceId: { in: synced } }, { sourceId: { notIn: listed } }] },
  });
  const rows = [...alsoIn].flatMap(([ruleId, others]) =>
    // One source may have several files with the id; it counts once.
    [...groupBy(others, ({ sourceId }) => sourceId).values()].map(([other]) => ({
      ruleId,
      ...other,
    })),
  );
  await insertRows(to, 'OtherSource', rows);
}
