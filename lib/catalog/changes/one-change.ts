import { getCatalog } from '../client';
import { type DiffHunk, diffLines } from '../line-diff';
import { upstreamUrl } from '../source-link';
import { ruleText, textOfVersion } from '../stored/rule-text';
import { judgedChange } from './judged-change';
import { type JudgedChange, type TextDifference, textDifference } from './read-change';

/** One change of a rule's text by one sync. */
export interface OneChange extends TextDifference {
  readonly ruleId: string;
  readonly title: string;
  readonly level: string | null;
  readonly seenAt: Date;
  /** Null if an older version of Watchfloor made the sync. */
  readonly judged: JudgedChange | null;
  readonly before: VersionText;
  readonly after: VersionText;
  readonly sigma: readonly DiffHunk[];
}

export interface VersionText {
  readonly text: string;
  readonly path: string;
  readonly upstreamUrl: string | null;
}

/** The change of a rule by a sync; null if it did not change the rule's text. */
export async function oneChange(syncId: number, ruleId: string): Promise<OneChange | null> {
  const rule = await getCatalog().rule.findUnique({
    where: { id: ruleId },
    select: {
      title: true,
      level: true,
      source: true,
      raw: true,
      versions: { where: { syncId: { lte: syncId } }, orderBy: { id: 'desc' }, take: 2 },
      changes: { where: { syncId } },
    },
  });
  const [after, before] = rule?.versions ?? [];
  if (!rule || !after || !before || after.syncId !== syncId) return null;
  const current = ruleText.read(rule.raw, ruleId);
  const textOf = (version: typeof after): VersionText => ({
    text: textOfVersion(version, current),
    path: version.path,
    upstreamUrl: upstreamUrl(rule.source, version.commit, version.path),
  });
  const [old, now] = [textOf(before), textOf(after)];
  if (old.text === now.text) return null;
  return {
    ruleId,
    title: rule.title,
    level: rule.level,
    seenAt: after.seenAt,
    judged: judgedChange(rule.changes, syncId),
    before: old,
    after: now,
    sigma: diffLines(old.text, now.text),
    ...textDifference(old.text, now.text),
  };
}
