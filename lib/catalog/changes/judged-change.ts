import { changeDetail } from '../stored/change-detail';
import { isMeaning } from './kinds';
import type { JudgedChange } from './read-change';

interface Row {
  readonly ruleId: string;
  readonly syncId: number;
  readonly meaning: string;
  readonly detail: string;
}

/** What a sync stored of a rule's change; null if it stored nothing, or what this version does not know. */
export function judgedChange(rows: readonly Row[], syncId: number): JudgedChange | null {
  const row = rows.find((one) => one.syncId === syncId);
  if (!row || !isMeaning(row.meaning)) return null;
  return { meaning: row.meaning, ...changeDetail.read(row.detail, row.ruleId) };
}
