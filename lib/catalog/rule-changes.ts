import type { Meaning } from '@/lib/changes/types';
import { hideSecrets } from '../address';
import { type MeaningOf, readMeanings } from './changes/read-meanings';
import { getCatalog } from './client';
import type { DateRange } from './date-range';
import type { RuleVersion } from './generated/client';
import { type Licence, licenceOf } from './licence';
import { type DiffHunk, diffLines } from './line-diff';
import { upstreamUrl } from './source-link';
import { readSources } from './sources';
import { ruleText, textOfVersion } from './stored/rule-text';

/** What a sync can have found of a rule. */
export const RULE_CHANGES = ['new', 'changed', 'renamed', 'removed', 'restored'] as const;
export type RuleChangeKind = (typeof RULE_CHANGES)[number];

/** A change of a rule that a sync has seen. */
export interface ListedChange {
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
  /** Of a changed text; null for every other change, and if an older version of Watchfloor made the sync. */
  readonly meaning: Meaning | null;
  readonly seenAt: Date;
  readonly syncId: number;
  /** From the text before to the text after; null for a change without both. */
  readonly diff: readonly DiffHunk[] | null;
}

/** Which changes are asked for: all that hold. */
interface ChangesAsked {
  readonly within: DateRange;
  readonly kinds: readonly RuleChangeKind[];
  /** Changed texts that mean one of these; null: every change. */
  readonly meanings: readonly Meaning[] | null;
  /** Null: of every rule. */
  readonly ruleIds: ReadonlySet<string> | null;
}

export interface RuleChanges {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
  /** The newest first, from `offset` on. */
  readonly changes: readonly ListedChange[];
}

/** The changes of rules that syncs have seen, with how many there are of each kind. */
export async function listRuleChanges(
  { within, kinds, meanings, ruleIds }: ChangesAsked,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<RuleChanges> {
  const all = await getCatalog().ruleVersion.findMany({
    where: { change: { in: [...kinds] }, seenAt: timeIn(within) },
    select: { id: true, ruleId: true, syncId: true, change: true },
    orderBy: { id: 'desc' },
  });
  const syncIds = [...new Set(all.map(({ syncId }) => syncId))];
  const meaningOf = await readMeanings({ syncId: { in: syncIds } });
  const asked = all.filter((version) => {
    const meaning = meaningOf(version);
    const fits = meanings === null || (meaning !== null && meanings.includes(meaning));
    return fits && (ruleIds === null || ruleIds.has(version.ruleId));
  });
  const counts = new Map<string, number>();
  for (const version of asked) {
    const key = meaningOf(version) ?? version.change;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const page = asked.slice(offset, offset + limit).map(({ id }) => id);
  return { counts, total: asked.length, changes: await readChanges(page, { meaningOf }) };
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
  { meaningOf, withDiff = true }: { meaningOf: MeaningOf; withDiff?: boolean },
): Promise<ListedChange[]> {
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
            raw: true,
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
    versions.map(async ({ rule, ...version }) => ({
      versionId: version.id,
      id: version.ruleId,
      title: rule.title,
      level: rule.level,
      author: rule.author,
      licence: licenceOf(rule.license, sources.get(rule.sourceId) ?? null),
      upstreamUrl: upstreamUrl(hideSecrets(rule.source), version.commit, version.path),
      change: version.change as RuleChangeKind,
      meaning: meaningOf(version),
      seenAt: version.seenAt,
      syncId: version.syncId,
      diff:
        withDiff && version.change === 'changed'
          ? await diffFromBefore(version, ruleText.read(rule.raw, version.ruleId))
          : null,
    })),
  );
}

/** `current` is the rule's present text. */
async function diffFromBefore(
  version: RuleVersion,
  current: string,
): Promise<readonly DiffHunk[] | null> {
  const before = await getCatalog().ruleVersion.findFirst({
    where: { ruleId: version.ruleId, id: { lt: version.id } },
    orderBy: { id: 'desc' },
    select: { id: true, raw: true },
  });
  return before && diffLines(textOfVersion(before, current), textOfVersion(version, current));
}
