import type { Meaning } from '@/lib/changes/types';
import { getCatalog } from '../client';
import { isMeaning } from './kinds';

/** What a change of a rule's text by a sync means; null for other changes, and if no sync compared the versions. */
export type MeaningOf = (version: {
  readonly ruleId: string;
  readonly syncId: number;
}) => Meaning | null;

/** The changes whose meanings are read: all that hold; none is every change. */
interface Asked {
  readonly syncId?: { readonly in: number[] } | { readonly gt: number };
  readonly ruleId?: string | { readonly in: string[] };
}

/** Reads what changes mean. */
export async function readMeanings(where: Asked): Promise<MeaningOf> {
  const rows = await getCatalog().ruleChange.findMany({
    where,
    select: { ruleId: true, syncId: true, meaning: true },
  });
  const known = new Map(rows.map((row) => [`${row.syncId} ${row.ruleId}`, row.meaning]));
  return ({ ruleId, syncId }) => {
    const found = known.get(`${syncId} ${ruleId}`);
    return found !== undefined && isMeaning(found) ? found : null;
  };
}
