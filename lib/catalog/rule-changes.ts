import { hideSecrets } from '../address';
import { getCatalog } from './client';
import type { DateRange } from './date-range';
import { type Licence, licenceOf } from './licence';
import { type DiffHunk, diffLines } from './line-diff';
import { upstreamUrl } from './source-link';
import { readSources } from './sources';

/** What a sync can have found of a rule. */
export const RULE_CHANGES = ['new', 'changed', 'renamed', 'removed', 'restored'] as const;
export type RuleChangeKind = (typeof RULE_CHANGES)[number];

/** A change of a rule that a sync has seen. */
export interface RuleChange {
  /** Of the version that the change led to: later changes have greater ones. */
  readonly versionId: number;
  readonly id: string;
  readonly title: string;
  readonly level: string | null;
  readonly author: string | null;
  readonly licence: Licence;
  /** The file at that commit. */
  readonly upstreamUrl: string | null;
  readonly change: RuleChangeKind;
  readonly seenAt: Date;
  readonly syncId: number;
  /** From the text before to the text after; null for a change without both. */
  readonly diff: readonly DiffHunk[] | null;
}

/** Which changes are asked for: all that hold. */
interface ChangesAsked {
  readonly within: DateRange;
  readonly kinds: readonly RuleChangeKind[];
  /** Null: of every rule. */
  readonly ruleIds: ReadonlySet<string> | null;
}

export interface RuleChanges {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
  /** The newest first, from `offset` on. */
  readonly changes: readonly RuleChange[];
}

/** The changes of rules that syncs have seen, with how many there are of each kind. */
export async function listRuleChanges(
  { within, kinds, ruleIds }: ChangesAsked,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<RuleChanges> {
  const all = await getCatalog().ruleVersion.findMany({
    where: { change: { in: [...kinds] }, seenAt: timeIn(within) },
    select: { id: true, ruleId: true, change: true },
    orderBy: { id: 'desc' },
  });
  const asked = ruleIds ? all.filter(({ ruleId }) => ruleIds.has(ruleId)) : all;
  const counts = new Map<string, number>();
  for (const { change } of asked) counts.set(change, (counts.get(change) ?? 0) + 1);
  const page = asked.slice(offset, offset + limit).map(({ id }) => id);
  return { counts, total: asked.length, changes: await readChanges(page) };
}

function timeIn({ from, to }: DateRange) {
  return {
    ...(Number.isFinite(from) && { gte: new Date(from) }),
    ...(Number.isFinite(to) && { lt: new Date(to) }),
  };
}

/** The changes that these versions are, the newest first. Without `withDiff`, each `diff` is null. */
export async function readChanges(
  versionIds: readonly number[],
  { withDiff = true } = {},
): Promise<RuleChange[]> {
  const catalog = getCatalog();
  const [sources, versions] = await Promise.all([
    readSources(catalog),
    catalog.ruleVersion.findMany({
      where: { id: { in: [...versionIds] } },
      orderBy: { id: 'desc' },
      include: {
        rule: {
          select: {
            title: true,
            level: true,
            author: true,
            license: true,
            source: true,
            sourceId: true,
          },
        },
      },
    }),
  ]);
  return Promise.all(
    versions.map(async ({ id, ruleId, change, seenAt, syncId, raw, path, commit, rule }) => ({
      versionId: id,
      id: ruleId,
      title: rule.title,
      level: rule.level,
      author: rule.author,
      licence: licenceOf(rule.license, sources.get(rule.sourceId) ?? null),
      upstreamUrl: upstreamUrl(hideSecrets(rule.source), commit, path),
      change: change as RuleChangeKind,
      seenAt,
      syncId,
      diff: withDiff && change === 'changed' ? await diffFromBefore(id, ruleId, raw) : null,
    })),
  );
}

async function diffFromBefore(
  versionId: number,
  ruleId: string,
  raw: string,
): Promise<readonly DiffHunk[] | null> {
  const before = await getCatalog().ruleVersion.findFirst({
    where: { ruleId, id: { lt: versionId } },
    orderBy: { id: 'desc' },
    select: { raw: true },
  });
  return before && diffLines(before.raw, raw);
}
