import { z } from 'zod';
import { SEVERITIES } from '@/lib/severity';
import { TARGETS } from '@/lib/target';
import { COST_LEVELS, OUTCOMES } from '@/lib/translate/types';

/* Parts that answers about rules share. */

export const target = z.enum(TARGETS);
export const outcome = z.enum(OUTCOMES);
export const costLevel = z.enum(COST_LEVELS);
export const time = z.iso.datetime();

export const span = z
  .object({ start: z.int(), end: z.int() })
  .describe('From the UTF-16 unit `start` of a text to before `end`.');

export const named = z.object({ id: z.string(), name: z.string() });
export const tactic = z.object({ shortName: z.string(), name: z.string() });

/** What a reader must know of a rule or a query. */
export const note = z.object({
  severity: z.enum(SEVERITIES),
  code: z.string(),
  message: z.string(),
  span: span.optional(),
  hint: z.string().optional(),
  effect: z
    .enum(['wider', 'narrower', 'either'])
    .optional()
    .describe('Which way an approximate query differs from its rule.'),
  table: z.string().optional(),
  instead: z.object({ target, table: z.string() }).optional(),
});
