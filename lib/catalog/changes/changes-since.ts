import type { Meaning } from '@/lib/changes/types';
import { getCatalog } from '../client';
import { type ListedChange, type RuleChangeKind, readChanges } from '../rule-changes';
import { isMeaning } from './kinds';

/** Which changes are asked for: all that is not null holds. */
interface ChangesAsked {
  readonly since: Date | null;
  /** Only of later syncs. */
  readonly afterSync: number | null;
  readonly kinds: readonly RuleChangeKind[];
  readonly meanings: readonly Meaning[] | null;
  readonly ruleId: string | null;
  /** Where to go on: after the change that led to this version. */
  readonly afterVersion: number | null;
  readonly limit: number;
  readonly withDiff: boolean;
}

export interface ChangesSince {
  /** How many there are, those before `afterVersion` too. */
  readonly total: number;
  /** The oldest first. */
  readonly changes: readonly ListedChange[];
  readonly hasMore: boolean;
}

/** What syncs found new, changed or gone. */
export async function changesSince(asked: ChangesAsked): Promise<ChangesSince> {
  const all = await versionsOf(asked);
  const { afterVersion, limit } = asked;
  const start = afterVersion === null ? 0 : all.findIndex(({ id }) => id > afterVersion);
  const rest = start === -1 ? [] : all.slice(start);
  const page = rest.slice(0, limit);
  const changes = await readChanges(
    page.map(({ id }) => id),
    asked,
  );
  return {
    total: all.length,
    changes: changes.reverse(),
    hasMore: rest.length > limit,
  };
}

async function versionsOf(asked: ChangesAsked): Promise<{ readonly id: number }[]> {
  const { since, afterSync, kinds, meanings, ruleId } = asked;
  const catalog = getCatalog();
  const where = {
    ...(ruleId !== null && { ruleId }),
    ...(afterSync !== null && { syncId: { gt: afterSync } }),
  };
  const [versions, judged] = await Promise.all([
    catalog.ruleVersion.findMany({
      where: {
        ...where,
        change: { in: [...kinds] },
        ...(since && { seenAt: { gte: since } }),
      },
      select: { id: true, ruleId: true, syncId: true },
      orderBy: { id: 'asc' },
    }),
    catalog.ruleChange.findMany({
      where,
      select: { ruleId: true, syncId: true, meaning: true },
    }),
  ]);
  const byChange = new Map(judged.map((one) => [`${one.syncId} ${one.ruleId}`, one.meaning]));
  return versions.flatMap(({ id, ruleId, syncId }) => {
    const found = byChange.get(`${syncId} ${ruleId}`);
    const meaning = found !== undefined && isMeaning(found) ? found : null;
    if (meanings && !(meaning && meanings.includes(meaning))) return [];
    return { id };
  });
}
