import { z } from 'zod';
import { evidence } from '@/lib/mcp/rule/evidence-of';
import { costLevel, note, outcome, span, target } from './shared-schemas';

const source = z.object({
  id: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  found: z.boolean().describe('False for an inference that no documentation confirms.'),
});

const traceLine = z.object({
  selection: z.string(),
  field: z.string().nullable(),
  modifiers: z.array(z.string()),
  value: z.string(),
  column: z.string().describe('The column, or the expression that computes it.'),
  operator: z.string(),
  quality: z.enum(['exact', 'derived', 'approximate']),
  sources: z.array(source),
  note: z.string().optional(),
  sigmaSpan: span,
  kqlLines: z.array(z.int()).describe('Lines of the query, from 1.'),
});

/** A query on one table. */
export const variant = z.object({
  outcome,
  table: z.string().nullable(),
  telemetry: z.string().describe('Short name of what the query reads, such as Sysmon.'),
  tables: z.array(z.string()),
  kql: z.string().nullable().describe('Null if the rule has no query here: `notes` say why.'),
  url: z.string().nullable().describe('The query as text, with author, licence and link above it.'),
  cost: z
    .object({
      level: costLevel,
      steps: z.array(z.object({ kind: z.string(), text: z.string() })),
    })
    .nullable(),
  notes: z.array(note).describe('Where the query is wider or narrower than the rule.'),
  trace: z.array(traceLine).describe('Each comparison of the rule and its place in the query.'),
});

/** A rule's query for a target, with those on other tables. */
export const query = z.object({
  target,
  ...variant.shape,
  evidence: evidence.nullable().describe('Null without a query.'),
  translator: z.string().describe('The version that wrote the query.'),
  tuning: z
    .string()
    .nullable()
    .describe('What the operator’s own filters and values change in the query, as lines.'),
  alternatives: z.array(variant).describe('On other tables with the same telemetry.'),
});
