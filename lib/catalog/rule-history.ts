import { judgedChange } from './changes/judged-change';
import type { JudgedChange } from './changes/read-change';
import { getCatalog } from './client';
import { type DiffHunk, diffLines } from './line-diff';
import { upstreamUrl } from './source-link';
import { ruleText, textOfVersion } from './stored/rule-text';

export interface RuleVersionDiff {
  readonly id: number;
  readonly change: string;
  readonly syncId: number;
  /** What a change of the text means; null for other changes, and if no sync compared the versions. */
  readonly judged: JudgedChange | null;
  readonly seenAt: Date;
  readonly commit: string | null;
  readonly path: string;
  readonly upstreamUrl: string | null;
  /** The difference from the previous version. Null for the first version. */
  readonly hunks: readonly DiffHunk[] | null;
}

export interface RuleHistory {
  readonly id: string;
  readonly title: string;
  /** Newest first. */
  readonly versions: readonly RuleVersionDiff[];
}

const MAX_VERSIONS = 50;

/** The versions of a rule, each with what changed. Null if the catalog has no such rule. */
export async function getRuleHistory(id: string): Promise<RuleHistory | null> {
  const rule = await getCatalog().rule.findUnique({
    where: { id },
    select: {
      id: true,
      title: true,
      raw: true,
      source: true,
      versions: { orderBy: { id: 'desc' }, take: MAX_VERSIONS },
      changes: true,
    },
  });
  if (!rule) return null;
  const current = ruleText.read(rule.raw, id);
  return {
    id: rule.id,
    title: rule.title,
    versions: rule.versions.map((version, index) => {
      const before = rule.versions[index + 1];
      return {
        id: version.id,
        change: version.change,
        syncId: version.syncId,
        judged: judgedChange(rule.changes, version.syncId),
        seenAt: version.seenAt,
        commit: version.commit,
        path: version.path,
        upstreamUrl: upstreamUrl(rule.source, version.commit, version.path),
        hunks: before
          ? diffLines(textOfVersion(before, current), textOfVersion(version, current))
          : null,
      };
    }),
  };
}
