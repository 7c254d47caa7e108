import type { Meaning } from '@/lib/changes/types';
import { groupBy } from '@/lib/group-by';
import { getCatalog } from '../client';
import { type DiffHunk, diffLines } from '../line-diff';
import type { RuleChangeKind } from '../rule-changes';
import { ruleText, textOfVersion } from '../stored/rule-text';
import { readMeanings } from './read-meanings';

/** The last thing that a sync saw of a rule. */
export interface LastChange {
  readonly change: RuleChangeKind;
  readonly syncId: number;
  readonly seenAt: Date;
  /** What a change of the text means; null for other changes, and if no sync compared the versions. */
  readonly meaning: Meaning | null;
  /** Of the text; null for a change without a version before. */
  readonly diff: readonly DiffHunk[] | null;
}

/** The last change of each of these rules, by its id. */
export async function lastChanges(
  ruleIds: readonly string[],
): Promise<ReadonlyMap<string, LastChange>> {
  const catalog = getCatalog();
  const where = { ruleId: { in: [...ruleIds] } };
  const [versions, meaningOf] = await Promise.all([
    catalog.ruleVersion.findMany({
      where,
      orderBy: { id: 'desc' },
      select: {
        id: true,
        ruleId: true,
        change: true,
        syncId: true,
        seenAt: true,
        raw: true,
        rule: { select: { raw: true } },
      },
    }),
    readMeanings(where),
  ]);
  const byRule = groupBy(versions, ({ ruleId }) => ruleId);
  const changes = [...byRule].map(([id, [now, before]]) => {
    const { change, syncId, seenAt, rule } = now;
    const textOf = (version: typeof now) => textOfVersion(version, ruleText.read(rule.raw, id));
    const last: LastChange = {
      change: change as RuleChangeKind,
      syncId,
      seenAt,
      meaning: meaningOf(now),
      diff: change === 'changed' && before ? diffLines(textOf(before), textOf(now)) : null,
    };
    return [id, last] as const;
  });
  return new Map(changes);
}
