import { z } from 'zod';
import type { QueryChoice } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { OUTCOMES } from '@/lib/translate/types';
import { target } from '../inputs';
import { evidence, evidenceOf } from './evidence-of';
import { notesOf } from './notes-of';

/** One of a rule's queries, without its text. */
export const querySummary = z.object({
  target,
  table: z.string().nullable(),
  telemetry: z.string().describe('Short name of what the query reads, such as Sysmon.'),
  outcome: z.enum(OUTCOMES),
  cost: z.string().nullable(),
  characters: z.int(),
  notes: z
    .array(z.string())
    .describe('Where it is wider or narrower than the rule, or why there is none.'),
  evidence: evidence.nullable().describe('Null without a query.'),
  otherTables: z
    .array(z.object({ table: z.string(), telemetry: z.string(), outcome: z.enum(OUTCOMES) }))
    .describe('Tables with the same telemetry that have a query, too.'),
});
export type QuerySummary = z.infer<typeof querySummary>;

/** Each target's own query, in the order of the targets. */
export function queriesOf(rule: RuleDetail): QuerySummary[] {
  return rule.translations.map((translation) => {
    const choice: QueryChoice = { translation, variant: translation, primary: true };
    const { kql, outcome, table, label, cost, diagnostics, alternatives } = translation;
    return {
      target: translation.target,
      table,
      telemetry: label,
      outcome,
      cost: cost?.level ?? null,
      characters: kql?.length ?? 0,
      notes: notesOf(diagnostics),
      evidence: kql === null ? null : evidenceOf(rule, choice),
      otherTables: alternatives.flatMap((one) =>
        one.kql === null || one.table === null
          ? []
          : [{ table: one.table, telemetry: one.label, outcome: one.outcome }],
      ),
    };
  });
}
