import { z } from 'zod';
import { detectionGuidance } from '@/lib/catalog/guidance';
import type { RuleDetail } from '@/lib/catalog/rule';
import { logSourceName } from '@/lib/log-sources';
import { plainLine, plainText, visibleText } from '@/lib/text/plain-text';
import { firstOf, textFrom } from '../bounds';
import { citation, cite } from '../citation';
import { defineTool } from '../define-tool';
import { cut, from, ruleId } from '../inputs';
import { requireRule } from '../require-rules';
import { queriesOf, querySummary } from '../rule/queries-of';
import { wordedLines } from '../rule/worded-lines';

const PARTS = ['detection', 'queries', 'guidance', 'history', 'sigma'] as const;
type PartName = (typeof PARTS)[number];

const MAX_LIST = 20;
const MAX_SIGMA = 16_000;

const statement = z.object({ text: z.string(), basis: z.string() });

const output = z.object({
  ...citation.shape,
  level: z.string().nullable(),
  status: z.string().nullable(),
  kind: z.string(),
  logSource: z.string().nullable(),
  written: z.string().nullable().describe('The day on which it was written.'),
  modified: z.string().nullable(),
  collection: z.string(),
  removed: z.string().nullable().describe('When its source dropped it; null if it has not.'),
  description: z.string(),
  hypothesis: z.string().nullable(),
  techniques: z.array(z.object({ id: z.string(), name: z.string() })),
  references: z.array(z.string()),
  sameLogic: z.array(z.object({ id: z.string(), title: z.string() })),
  words: z.string().nullable().describe('The whole condition in words (part “detection”).'),
  queries: z.array(querySummary).describe('get_query has their texts (part “queries”).'),
  guidance: z
    .object({
      triage: z.array(statement),
      falsePositives: z.array(statement),
      expectedVolume: z.string().nullable(),
      confidence: z.string(),
      confidenceReasons: z.array(z.string()),
      mustBeOn: z.array(z.string()).describe('What must be switched on so that the events exist.'),
    })
    .nullable()
    .describe('Part “guidance”; null if it was not asked for, or if there is none.'),
  history: z.array(
    z.object({ change: z.string(), seen: z.string(), commit: z.string().nullable() }),
  ),
  sigma: z.string().nullable().describe('The rule’s own text (part “sigma”).'),
  cut,
});

/** One rule, in the parts that are wanted. */
export const getRule = defineTool({
  name: 'get_rule',
  title: 'Get a rule',
  description:
    'One rule: what it finds and how sure that is, in words; its queries with their evidence; how to triage a match, what is often a false positive, what must be switched on; its history; its Sigma text. Name the parts that you need.',
  input: z.strictObject({
    id: ruleId,
    parts: z
      .array(z.enum(PARTS))
      .default(['detection', 'queries', 'guidance'])
      .describe('Without it: detection, queries and guidance.'),
    from,
  }),
  output,
  async answer({ id, parts, from }, { origin }) {
    const rule = await requireRule(id);
    const wants = (part: PartName) => parts.includes(part);
    const cut: string[] = [];
    const detection = detectionGuidance(rule);
    const sigma = wants('sigma')
      ? textFrom(visibleText(rule.raw), from, MAX_SIGMA, 'The Sigma text')
      : null;
    const facts = factsOf(rule, cut);
    return {
      ...cite(rule, origin),
      ...facts,
      words: wants('detection') && detection.words ? wordedLines(detection.words) : null,
      queries: wants('queries') ? queriesOf(rule) : [],
      guidance: wants('guidance') ? guidanceOf(rule, detection.data?.enable ?? [], cut) : null,
      history: wants('history')
        ? firstOf(rule.versions, MAX_LIST, 'versions', cut).map(({ change, seenAt, commit }) => ({
            change,
            seen: seenAt.toISOString(),
            commit,
          }))
        : [],
      sigma: sigma?.text ?? null,
      cut: [...cut, ...(sigma?.cut ?? [])],
    };
  },
});

function factsOf(rule: RuleDetail, cut: string[]) {
  const { document, enrichment } = rule;
  const hypothesis = enrichment?.hypothesis;
  return {
    level: rule.level,
    status: rule.status,
    kind: rule.kind,
    logSource: document.logsource && logSourceName(document.logsource),
    written: rule.date,
    modified: rule.modified,
    collection: rule.collection,
    removed: rule.removedAt?.toISOString() ?? null,
    description: plainText(rule.description, 'description'),
    hypothesis: hypothesis ? plainText(hypothesis, 'description') : null,
    techniques: rule.techniques.map(({ id, name }) => ({ id, name })),
    references: firstOf(document.references, MAX_LIST, 'references', cut).map((one) =>
      plainLine(one, 'path'),
    ),
    sameLogic: rule.sameLogic.map(({ id, title }) => ({ id, title: plainLine(title, 'title') })),
  };
}

function guidanceOf({ enrichment }: RuleDetail, enable: readonly string[], cut: string[]) {
  if (!enrichment) return null;
  const statements = (all: typeof enrichment.triage, what: string) =>
    firstOf(all, MAX_LIST, what, cut).map(({ text, basis }) => ({
      text: plainLine(text, 'value'),
      basis: plainLine(basis, 'title'),
    }));
  return {
    triage: statements(enrichment.triage, 'triage steps'),
    falsePositives: statements(enrichment.falsePositives, 'false positives'),
    expectedVolume: enrichment.volume?.expected ?? null,
    confidence: enrichment.confidence,
    confidenceReasons: enrichment.reasons.map(({ text }) => plainLine(text, 'value')),
    mustBeOn: [...enable],
  };
}
