import { z } from 'zod';
import type {
  AttackContext,
  ConfidenceReason,
  Enrichment,
  ExpectedVolume,
  Statement,
} from '@/lib/enrich/types';
import { lookUp } from '@/lib/look-up';
import { TOPICS } from '@/lib/question-topic';
import type { Enrichment as EnrichmentRow } from '../generated/client';
import { column } from './column';
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

export const falsePositives = column<readonly Statement[]>()(
  'Enrichment.falsePositives',
  statements,
);
export const triage = column<readonly Statement[]>()('Enrichment.triage', statements);

export const constant = column<Enrichment['constant']>()(
  'Enrichment.constant',
  z.record(z.string(), strings),
);

export const volume = column<ExpectedVolume>()(
  'Enrichment.volume',
  z.object({ expected: z.enum(['rare', 'occasional', 'frequent']), reasons: strings }),
);

export const attackContext = column<AttackContext>()(
  'Enrichment.attackContext',
  z.object({
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
  }),
);

export const confidenceReasons = column<readonly ConfidenceReason[]>()(
  'Enrichment.reasons',
  z.array(z.object({ effect: z.enum(['raises', 'lowers', 'neutral']), text: z.string() })),
);

/** Reads an enrichment from its row. Throws a StoredValueError. */
export function readEnrichment(row: EnrichmentRow): Enrichment {
  const id = `rule ${row.ruleId}`;
  return {
    hypothesis: row.hypothesis,
    falsePositives: falsePositives.read(row.falsePositives, id),
    volume: row.volume === null ? null : volume.read(row.volume, id),
    constant: constant.read(row.constant, id),
    triage: triage.read(row.triage, id),
    attackContext: attackContext.read(row.attackContext, id),
    confidence: row.confidence as Enrichment['confidence'],
    reasons: confidenceReasons.read(row.reasons, id),
    inputHash: row.inputHash,
  };
}
