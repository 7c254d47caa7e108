import { z } from 'zod';
import { RULE_CHANGES } from '@/lib/catalog/rule-changes';
import { MEANINGS } from '@/lib/changes/types';
import { DEPLOY_FORMATS } from '@/lib/deploy/types';
import { citation } from '@/lib/mcp/citation';
import { PROOFS } from '@/lib/proof/types';
import { query } from './query-schema';
import { named, note, outcome, tactic, target, time } from './shared-schemas';
import { words } from './words-schema';

const statement = z.object({
  text: z.string(),
  basis: z.string().describe('What it rests on.'),
});

const link = z.object({ id: z.string(), name: z.string(), url: z.string() });

/** Addresses of a rule in other forms. */
export const links = z.object({
  json: z.string(),
  markdown: z.string(),
  sigma: z.string().describe('The rule itself, with author, licence and link above it.'),
  kql: z.string().nullable().describe('Its best query; null without one.'),
  history: z.string(),
});

/** One run of a rule and a query on an event. */
export const run = z.object({
  target,
  table: z.string(),
  telemetry: z.string(),
  outcome,
  kind: z
    .enum(['sample', 'written', 'constructed'])
    .describe('A published real event, one that was written for the rule, or one made from it.'),
  name: z.string(),
  event: z.unknown(),
  origin: z.enum(['recorded', 'equivalent']),
  events: z.int().describe('How many events it stands for.'),
  matchedFields: z.array(z.string()),
  sigma: z.boolean().describe('Whether the rule fires.'),
  kql: z.boolean().describe('Whether the query does.'),
  differs: z.boolean(),
  nearMisses: z.array(
    z.object({
      change: z.string(),
      field: z.string().nullable(),
      sigma: z.boolean(),
      kql: z.boolean(),
    }),
  ),
  skipped: z.string().nullable().describe('Why the event cannot run; null if it did.'),
});

/** What is told of a rule by fixed rules. */
export const enrichment = z.object({
  hypothesis: z.string(),
  triage: z.array(statement),
  falsePositives: z.array(statement),
  volume: z
    .object({ expected: z.enum(['rare', 'occasional', 'frequent']), reasons: z.array(z.string()) })
    .nullable(),
  confidence: z.enum(['high', 'medium', 'low', 'none']),
  confidenceReasons: z.array(
    z.object({ effect: z.enum(['raises', 'lowers', 'neutral']), text: z.string() }),
  ),
  mustBeOn: z.array(z.string()).describe('What must be switched on so that the events exist.'),
  attack: z.object({
    version: z.string(),
    tactics: z.array(tactic),
    groups: z.array(link),
    software: z.array(link),
  }),
});

const loss = z.object({
  field: z.string(),
  effect: z.enum(['refused', 'lost', 'changed']),
  message: z.string(),
});

/** A query as a detection, before it is written in a format. */
export const deployable = z.object({
  target,
  table: z.string().nullable(),
  refused: z.string().nullable().describe('Why it cannot be a detection; null if it can.'),
  detection: z
    .object({
      id: z.string(),
      name: z.string(),
      severity: z.string(),
      isHunting: z.boolean(),
      tactics: z.array(z.string()),
      techniques: z.array(z.string()),
      schedule: z.object({
        frequency: z.int().describe('Minutes.'),
        period: z.int().describe('Minutes.'),
        reason: z.string(),
      }),
      threshold: z.int(),
      entities: z.array(
        z.object({
          type: z.string(),
          fields: z.array(z.object({ identifier: z.string(), column: z.string() })),
        }),
      ),
      customDetails: z.array(z.object({ name: z.string(), column: z.string() })),
      alertTitle: z.string().nullable(),
      version: z.string(),
    })
    .nullable(),
  formats: z.array(
    z.object({
      format: z.enum(DEPLOY_FORMATS),
      files: z.array(z.object({ name: z.string(), url: z.string() })),
      losses: z.array(loss).describe('What the format cannot carry, or says otherwise.'),
    }),
  ),
});

/** A version of a rule's text. */
export const version = z.object({
  change: z.enum(RULE_CHANGES),
  meaning: z.enum(MEANINGS).nullable(),
  sync: z.int(),
  seen: time,
  commit: z.string().nullable(),
  path: z.string(),
  source: z.string().nullable(),
  diff: z.string().nullable().describe('Lines of the Sigma text: - before, + after.'),
});

/** What lists tell of a rule. */
export const ruleSummary = z.object({
  ...citation.shape,
  kind: z.enum(['detection', 'correlation', 'filter']),
  level: z.string().nullable(),
  status: z.string().nullable(),
  product: z.string().nullable(),
  category: z.string().nullable(),
  service: z.string().nullable(),
  sourceId: z.string(),
  collection: z.string(),
  inFeed: z.boolean().describe('Whether the feed shows it without being asked.'),
  hypothesis: z.string().describe('The first sentence.'),
  written: z.string().nullable(),
  changed: time,
  techniques: z.array(z.string()),
  tactics: z.array(z.string()),
  cves: z.array(z.string()),
  threats: z.array(z.string()),
  proof: z.enum(PROOFS),
  outcome: outcome.describe('The best over its targets.'),
  queries: z.array(
    z.object({
      target,
      table: z.string().nullable(),
      tables: z.array(z.string()),
      outcome,
      cost: z.string().nullable(),
      primary: z.boolean().describe('The target’s own, and not one on another table.'),
    }),
  ),
  links,
});

/** Everything that the catalog has of a rule. */
export const rule = z.object({
  ...citation.shape,
  kind: ruleSummary.shape.kind,
  level: z.string().nullable(),
  status: z.string().nullable(),
  description: z.string(),
  logSource: z
    .object({
      product: z.string().nullable(),
      category: z.string().nullable(),
      service: z.string().nullable(),
      definition: z.string().nullable(),
      name: z.string().nullable(),
    })
    .nullable(),
  written: z.string().nullable(),
  modified: z.string().nullable(),
  sourceId: z.string(),
  sourceName: z.string(),
  trust: z.string(),
  collection: z.string(),
  path: z.string(),
  commit: z.string().nullable(),
  inFeed: z.boolean(),
  firstSeen: time,
  retrieved: time,
  removed: time.nullable().describe('When its source dropped it; null if it has not.'),
  references: z.array(z.string()),
  falsePositives: z.array(z.string()).describe('As its author names them.'),
  tags: z.array(z.string()),
  techniques: z.array(named),
  related: z.array(z.object({ id: z.string(), type: z.string(), title: z.string().nullable() })),
  sameLogic: z
    .array(z.object({ id: z.string(), title: z.string(), sourceName: z.string() }))
    .describe('Other rules that look for the same.'),
  alsoIn: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      same: z.boolean(),
      url: z.string().nullable(),
    }),
  ),
  filters: z
    .array(z.object({ id: z.string(), title: z.string(), isOlder: z.boolean() }))
    .describe('The operator’s own filters that apply to it.'),
  proof: z.enum(PROOFS),
  proofMeaning: z.string(),
  sigma: z.string().describe('The rule as its author wrote it.'),
  problems: z.array(note).describe('What is wrong with its text.'),
  words: words.nullable().describe('The whole condition in words.'),
  queries: z.array(query).describe('One for each target, with its text and its trace.'),
  evidence: z.array(run).describe('What rule and queries were run on.'),
  enrichment: enrichment.nullable(),
  deployables: z.array(deployable),
  history: z.array(version).describe('The newest first, at most 50.'),
  links,
});
export type Rule = z.input<typeof rule>;
