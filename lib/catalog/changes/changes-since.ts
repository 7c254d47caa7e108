import type { Meaning } from '@/lib/changes/types';
import { getCatalog } from '../client';
import { type ListedChange, type RuleChangeKind, readChanges } from '../rule-changes';
import { type MeaningOf, readMeanings } from './read-meanings';

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
  const { versions: all, meaningOf } = await versionsOf(asked);
  const { afterVersion, limit } = asked;
  const start = afterVersion === null ? 0 : all.findIndex(({ id }) => id > afterVersion);
  const rest = start === -1 ? [] : all.slice(start);
  const page = rest.slice(0, limit);
  const changes = await readChanges(
    page.map(({ id }) => id),
    { meaningOf, withDiff: asked.withDiff },
  );
  return {
    total: all.length,
    changes: changes.reverse(),
    hasMore: rest.length > limit,
  };
}

interface Version {
  readonly id: number;
  readonly ruleId: string;
  readonly syncId: number;
}

async function versionsOf({
  since,
  afterSync,
  kinds,
  meanings,
  ruleId,
}: ChangesAsked): Promise<{ readonly versions: Version[]; readonly meaningOf: MeaningOf }> {
  const where = {
    ...(ruleId !== null && { ruleId }),
    ...(afterSync !== null && { syncId: { gt: afterSync } }),
  };
  const [versions, meaningOf] = await Promise.all([
    getCatalog().ruleVersion.findMany({
      where: {
        ...where,
        change: { in: [...kinds] },
        ...(since && { seenAt: { gte: since } }),
      },
      select: { id: true, ruleId: true, syncId: true },
      orderBy: { id: 'asc' },
    }),
    readMeanings(where),
  ]);
  if (!meanings) return { versions, meaningOf };
  const isAsked = (version: Version) => {
    const meaning = meaningOf(version);
    return meaning !== null && meanings.includes(meaning);
  };
  return { versions: versions.filter(isAsked), meaningOf };
}
