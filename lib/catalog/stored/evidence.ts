import { z } from 'zod';
import type { Evidence } from '@/lib/proof/types';
import { packedColumn } from './packed-column';
import { outcome, strings, target } from './schemas';

/** All results of a rule: what they have in common, such as the event, is stored once. */
export const evidenceResults = packedColumn<readonly Evidence[]>()(
  'Evidence.results',
  'evidence',
  z.array(
    z.object({
      ruleId: z.string(),
      target,
      table: z.string(),
      label: z.string(),
      outcome,
      kind: z.enum(['sample', 'written', 'constructed']),
      name: z.string(),
      event: z.unknown(),
      origin: z.enum(['recorded', 'equivalent']),
      tried: z.number(),
      matchedFields: strings,
      sigma: z.boolean(),
      kql: z.boolean(),
      nearMisses: z.array(
        z.object({
          change: z.string(),
          field: z.string().nullable(),
          sigma: z.boolean(),
          kql: z.boolean(),
        }),
      ),
      skipped: z.string().nullable(),
      translatorVersion: z.string(),
    }),
  ),
);
