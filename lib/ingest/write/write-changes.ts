import { changeDetail } from '@/lib/catalog/stored/change-detail';
import { chunks } from './chunks';
import { insertRows } from './insert-rows';
import type { Outcome, SyncWrite } from './outcome';

/** Adds what the changes of rules' texts mean. */
export async function writeChanges(to: SyncWrite, { changes }: Outcome): Promise<void> {
  const { transaction, syncId } = to;
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
  await insertRows(to, 'RuleChange', rows);
}
