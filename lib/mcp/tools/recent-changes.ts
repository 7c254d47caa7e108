import { z } from 'zod';
import { readDateRange } from '@/lib/catalog/date-range';
import { diffText } from '@/lib/catalog/diff-text';
import { findRules } from '@/lib/catalog/feed';
import { NO_FILTER } from '@/lib/catalog/feed-filter';
import type { DiffHunk } from '@/lib/catalog/line-diff';
import { describeMistake } from '@/lib/catalog/mistake';
import { listRuleChanges, RULE_CHANGES } from '@/lib/catalog/rule-changes';
import { MEANINGS } from '@/lib/changes/types';
import { plainText } from '@/lib/text/plain-text';
import { partOf } from '../bounds';
import { citation, cite } from '../citation';
import { defineTool } from '../define-tool';
import { cut, offset } from '../inputs';
import { McpRefusal } from '../refusal';
import { requireRules } from '../require-rules';

const MAX_CHANGES = 50;
const MAX_DIFF = 4_000;
const ROOM = 40_000;

/** What syncs have found new, changed or gone. */
export const recentChanges = defineTool({
  name: 'recent_changes',
  title: 'Recent changes',
  description:
    'What syncs found new, changed, renamed, removed or restored, the newest first; of changed rules with the lines of their Sigma text that differ if “diff” is set.',
  input: {
    when: z
      .string()
      .max(40)
      .default('<7d')
      .describe(
        'When a sync saw the change: <7d or <1m counted back from the last sync, a day such as 2026-08-05, a month, or 2026-08-01..2026-08-15.',
      ),
    kinds: z
      .array(z.enum(RULE_CHANGES))
      .min(1)
      .default([...RULE_CHANGES]),
    meanings: z
      .array(z.enum(MEANINGS))
      .min(1)
      .optional()
      .describe('Only changed rules whose new text matches more events, fewer, both, or the same.'),
    query: z
      .string()
      .max(400)
      .default('')
      .describe(
        'Only of rules that search_rules finds with it, which removed ones are never among.',
      ),
    diff: z.boolean().default(false),
    limit: z.int().min(1).max(MAX_CHANGES).default(20),
    offset,
  },
  output: z.object({
    lastSync: z.string(),
    total: z.int(),
    byKind: z.record(z.string(), z.int()).describe('Changed rules by what their change means.'),
    changes: z.array(
      z.object({
        ...citation.shape,
        level: z.string().nullable(),
        change: z.enum(RULE_CHANGES),
        meaning: z
          .enum(MEANINGS)
          .nullable()
          .describe('What a changed text means for the events that it matches.'),
        seen: z.string(),
        diff: z.string().nullable().describe('Lines of the Sigma text: - before, + after.'),
        history: z.string().describe('All versions of the rule, for people.'),
      }),
    ),
    notes: z.array(z.string()),
    cut,
  }),
  async answer({ when, kinds, meanings, query, diff, limit, offset }, { origin }) {
    const found = await findRules({ ...NO_FILTER, q: query });
    requireRules(found.index);
    const within = readDateRange(when, found.index.syncedAt);
    if (!within) {
      throw new McpRefusal(
        'The time in “when” cannot be read. Use <7d, <1m, a day such as 2026-08-05, or 2026-08-01..2026-08-15.',
      );
    }
    const ruleIds = query.trim() === '' ? null : new Set(found.rules.map(({ id }) => id));
    const listed = await listRuleChanges(
      { within, kinds, meanings: meanings ?? null, ruleIds },
      { offset, limit },
    );
    const part = partOf(
      listed.changes.map((one) => {
        const cited = cite(one, origin);
        return {
          ...cited,
          level: one.level,
          change: one.change,
          meaning: one.meaning,
          seen: one.seenAt.toISOString(),
          diff: diff && one.diff ? shortDiff(one.diff) : null,
          history: `${cited.page}/history`,
        };
      }),
      { offset, total: listed.total, room: ROOM, what: 'changes' },
    );
    return {
      lastSync: found.index.syncedAt.toISOString(),
      total: listed.total,
      byKind: Object.fromEntries(listed.counts),
      changes: part.items,
      notes: query === '' ? [] : found.mistakes.map(describeMistake),
      cut: part.cut,
    };
  },
});

function shortDiff(hunks: readonly DiffHunk[]): string {
  const text = diffText(hunks, (line) => plainText(line, 'author'));
  return text.length <= MAX_DIFF
    ? text
    : `${text.slice(0, MAX_DIFF)}\n… ${text.length - MAX_DIFF} more characters: see the history.`;
}
