import { z } from 'zod';
import type { Enrichment } from '@/lib/enrich/types';
import { lookUp } from '@/lib/look-up';
import { TOPICS } from '@/lib/question-topic';
import type { Enrichment as EnrichmentRow } from '../generated/client';
import { packedColumn } from './packed-column';
import { strings, tacticName } from './schemas';

const statements = z.array(
  z.object({
    text: z.string(),
    basis: z.string(),
    topic: z.enum(TOPICS).optional(),
    look: lookUp.optional(),
  }),
);
const links = z.array(z.object({ id: z.string(), name: z.string(), url: z.string() }));

/** What of an enrichment only a rule's own page and a deployable show. */
export type EnrichmentDetail = Pick<
  Enrichment,
  'falsePositives' | 'volume' | 'constant' | 'triage' | 'attackContext' | 'reasons'
>;

const attackContext = z.object({
  version: z.string(),
  techniques: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      tag: z.string(),
      successorOf: z.string().nullable(),
      tactics: z.array(tacticName),
      summary: z.string(),
      url: z.string(),
    }),
  ),
  tactics: z.array(tacticName),
  groups: links,
  software: links,
  unknownTags: strings,
});

export const enrichmentDetail = packedColumn<EnrichmentDetail>()(
  'Enrichment.detail',
  'enrichment',
  z.object({
    falsePositives: statements,
    volume: z
      .object({ expected: z.enum(['rare', 'occasional', 'frequent']), reasons: strings })
      .nullable(),
    constant: z.record(z.string(), strings),
    triage: statements,
    attackContext,
    reasons: z.array(
      z.object({ effect: z.enum(['raises', 'lowers', 'neutral']), text: z.string() }),
    ),
  }),
);

/** Reads an enrichment from its row. Throws a StoredValueError. */
export function readEnrichment(row: EnrichmentRow): Enrichment {
  return {
    hypothesis: row.hypothesis,
    ...enrichmentDetail.read(row.detail, `rule ${row.ruleId}`),
    confidence: row.confidence as Enrichment['confidence'],
    inputHash: row.inputHash,
  };
}
