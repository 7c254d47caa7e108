import { z } from 'zod';
import type { Evidence } from '@/lib/proof/types';
import { column } from './column';
import { outcome, strings, target } from './schemas';

export const evidenceResult = column<Evidence>()(
  'Evidence.result',
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
);
