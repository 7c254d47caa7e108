import type { z } from 'zod';
import { diffText } from '@/lib/catalog/diff-text';
import type { RuleChangeKind } from '@/lib/catalog/rule-changes';
import { getRuleHistory } from '@/lib/catalog/rule-history';
import type { version } from './rule-schema';

/** The versions of a rule with their differences, the newest first. */
export async function tellHistory(id: string): Promise<z.input<typeof version>[]> {
  const history = await getRuleHistory(id);
  return (history?.versions ?? []).map((one) => ({
    change: one.change as RuleChangeKind,
    meaning: one.judged?.meaning ?? null,
    sync: one.syncId,
    seen: one.seenAt.toISOString(),
    commit: one.commit,
    path: one.path,
    source: one.upstreamUrl,
    diff: one.hunks && diffText(one.hunks),
  }));
}
