import { z } from 'zod';
import { changesSince } from '@/lib/catalog/changes/changes-since';
import { diffText } from '@/lib/catalog/diff-text';
import { RULE_CHANGES } from '@/lib/catalog/rule-changes';
import { MEANINGS } from '@/lib/changes/types';
import { citation, cite } from '@/lib/mcp/citation';
import { defineList } from '../define-operation';
import { fieldsParameter } from '../fields';
import { pagingParameters, readCursor } from '../paging';
import { badParameter } from '../problem';
import { time } from '../rule/shared-schemas';

const change = z.object({
  ...citation.shape,
  level: z.string().nullable(),
  change: z.enum(RULE_CHANGES),
  meaning: z
    .enum(MEANINGS)
    .nullable()
    .describe('What a change of the text means for the events that the rule matches.'),
  sync: z.int(),
  seen: time.describe('When the sync saw it.'),
  diff: z.string().nullable().describe('Lines of the Sigma text: - before, + after.'),
  history: z.string().describe('All versions of the rule, for people.'),
});

/** What syncs found new, changed or gone. */
export const listChanges = defineList({
  path: '/changes',
  id: 'listChanges',
  group: 'Changes',
  summary: 'Changes',
  description:
    'What syncs found new, changed, renamed, removed or restored, the oldest first. To follow the catalog, ask with `after` and the highest `sync` that you have seen.',
  example: '/changes?since=2026-01-01&meaning=wider,narrower&limit=2',
  parameters: {
    since: z
      .union([z.iso.datetime({ offset: true }), z.iso.date()], {
        error: 'write a day such as 2026-08-05, or a time such as 2026-08-05T12:00:00Z',
      })
      .optional()
      .describe('Only what a sync saw at this time or later: a day, or a time in ISO 8601.'),
    after: z.int().min(0).max(2_147_483_647).optional().describe('Only of syncs after this one.'),
    change: z.array(z.enum(RULE_CHANGES)).optional().describe('Kinds of changes.'),
    meaning: z
      .array(z.enum(MEANINGS))
      .optional()
      .describe('Only changes of the text that mean this.'),
    rule: z.string().min(1).max(200).optional().describe('Only of the rule with this id.'),
    ...pagingParameters,
    fields: fieldsParameter,
  },
  name: 'Change',
  schema: change,
  async respond({ since, after, change, meaning, rule, cursor, limit }, { origin, wanted }) {
    const { total, changes, hasMore } = await changesSince({
      since: since === undefined ? null : new Date(since),
      afterSync: after ?? null,
      kinds: change ?? RULE_CHANGES,
      meanings: meaning ?? null,
      ruleId: rule ?? null,
      afterVersion: cursor === undefined ? null : versionIn(cursor),
      limit,
      withDiff: wanted === null || wanted.has('diff'),
    });
    const last = changes.at(-1);
    return {
      total,
      items: changes.map((one) => {
        const cited = cite(one, origin);
        return {
          ...cited,
          level: one.level,
          change: one.change,
          meaning: one.meaning,
          sync: one.syncId,
          seen: one.seenAt.toISOString(),
          diff: one.diff && diffText(one.diff),
          history: `${cited.page}/history`,
        };
      }),
      last: last && hasMore ? String(last.versionId) : null,
    };
  },
});

function versionIn(cursor: string): number {
  const key = readCursor(cursor);
  if (/^\d{1,15}$/.test(key)) return Number(key);
  throw badParameter('cursor', 'is of another list. Begin without it.');
}
