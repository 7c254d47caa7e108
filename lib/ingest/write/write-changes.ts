import { changeDetail } from '@/lib/catalog/stored/change-detail';
import { chunks } from './chunks';
import type { Outcome, SyncWrite } from './outcome';

/** Adds what the changes of rules' texts mean. */
export async function writeChanges(
  { transaction, syncId }: SyncWrite,
  { changes }: Outcome,
): Promise<void> {
  // A run that goes on may find a rule changed once more.
  for (const ids of chunks([...changes.keys()])) {
    await transaction.ruleChange.deleteMany({ where: { syncId, ruleId: { in: ids } } });
  }
  const rows = [...changes].map(([ruleId, { meaning, onlyBefore, onlyAfter, reason }]) => ({
    ruleId,
    syncId,
    meaning,
    detail: changeDetail.write({
      onlyBefore: onlyBefore?.fields ?? null,
      onlyAfter: onlyAfter?.fields ?? null,
      reason,
    }),
  }));
  for (const data of chunks(rows)) await transaction.ruleChange.createMany({ data });
}
