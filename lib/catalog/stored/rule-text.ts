import { packedText } from './packed-column';

/** A rule as its author wrote it. */
export const ruleText = packedText('Rule.raw', 'rule');

interface VersionRow {
  readonly id: number;
  /** Null: the text is the rule's own. */
  readonly raw: Parameters<typeof ruleText.read>[0] | null;
}

const versionText = packedText('RuleVersion.raw', 'rule');

/** The text of a version of a rule whose own is `current`. Throws a StoredValueError. */
export function textOfVersion({ id, raw }: VersionRow, current: string): string {
  return raw === null ? current : versionText.read(raw, id);
}
