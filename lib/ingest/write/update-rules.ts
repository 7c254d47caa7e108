import type { RuleUpdate } from '../store/types';
import type { SyncWrite } from './outcome';

/**
 * Updates many rules with one statement for each set of columns. A statement for each rule would take
 * most of the time of a sync with a new translator.
 */
export async function updateRules(
  { transaction, writer }: SyncWrite,
  updates: readonly RuleUpdate[],
): Promise<void> {
  const groups = new Map<string, RuleUpdate[]>();
  for (const update of updates) {
    const columns = Object.keys(update).join();
    groups.set(columns, [...(groups.get(columns) ?? []), update]);
  }
  for (const [columns, rows] of groups) {
    const set = columns.split(',').filter((column) => column !== 'id');
    await writer.updateRules(transaction, set, rows);
  }
}
