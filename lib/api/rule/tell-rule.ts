import { type DetectionGuidance, detectionGuidance } from '@/lib/catalog/guidance';
import type { RuleDetail } from '@/lib/catalog/rule';
import { proofMeanings } from '@/lib/glossary';
import { logSourceName } from '@/lib/log-sources';
import { cite } from '@/lib/mcp/citation';
import { plainLine, plainText } from '@/lib/text/plain-text';
import { mutable } from './mutable';
import { ruleLinks } from './rule-links';
import type { Rule } from './rule-schema';
import { tellDeployables } from './tell-deployables';
import { tellHistory } from './tell-history';
import { tellQueries } from './tell-queries';

/** What the catalog has of a rule. What is not `wanted` and takes work is left out; null stands for everything. */
export async function tellRule(
  rule: RuleDetail,
  origin: string,
  wanted: ReadonlySet<string> | null,
): Promise<Partial<Rule>> {
  const wants = (...names: readonly (keyof Rule)[]) =>
    wanted === null || names.some((name) => wanted.has(name));
  const guidance = wants('words', 'enrichment') ? detectionGuidance(rule) : null;
  return {
    ...factsOf(rule, origin),
    ...(guidance && { words: mutable(guidance.words), enrichment: enrichmentOf(rule, guidance) }),
    ...(wants('queries') && { queries: tellQueries(rule, origin) }),
    ...(wants('evidence') && { evidence: evidenceOf(rule) }),
    ...(wants('deployables') && { deployables: await tellDeployables(rule.id, origin) }),
    ...(wants('history') && { history: await tellHistory(rule.id) }),
  };
}

type Facts = Omit<
  Rule,
  'words' | 'enrichment' | 'queries' | 'evidence' | 'deployables' | 'history'
>;

function factsOf(rule: RuleDetail, origin: string): Facts {
  const { document } = rule;
  return {
    ...cite(rule, origin),
    kind: rule.kind as Rule['kind'],
    level: rule.level,
    status: rule.status,
    description: plainText(rule.description, 'description'),
    logSource: document.logsource && {
      ...document.logsource,
      name: logSourceName(document.logsource),
    },
    written: rule.date,
    modified: rule.modified,
    sourceId: rule.sourceId,
    sourceName: rule.sourceName,
    trust: rule.trust,
    collection: rule.collection,
    path: rule.path,
    commit: rule.commit,
    inFeed: rule.inFeed,
    firstSeen: rule.firstSeenAt.toISOString(),
    retrieved: rule.retrievedAt.toISOString(),
    removed: rule.removedAt?.toISOString() ?? null,
    references: document.references.map((one) => plainLine(one, 'path')),
    falsePositives: document.falsepositives.map((one) => plainLine(one, 'sentence')),
    tags: document.tags.map((one) => plainLine(one, 'word')),
    ...mutable({
      techniques: rule.techniques,
      related: rule.related,
      sameLogic: rule.sameLogic,
      alsoIn: rule.alsoIn,
      filters: rule.filters,
      problems: document.diagnostics,
    }),
    proof: rule.proof,
    proofMeaning: proofMeanings()[rule.proof],
    sigma: rule.raw,
    links: ruleLinks(
      rule.id,
      origin,
      rule.translations.some(({ kql }) => kql !== null),
    ),
  };
}

function evidenceOf(rule: RuleDetail): Rule['evidence'] {
  return rule.evidence.map((one) => ({
    target: one.target,
    table: one.table,
    telemetry: one.label,
    outcome: one.outcome,
    kind: one.kind,
    name: plainLine(one.name, 'value'),
    event: one.event,
    origin: one.origin,
    events: one.tried,
    sigma: one.sigma,
    kql: one.kql,
    differs: one.differs,
    skipped: one.skipped,
    ...mutable({ matchedFields: one.matchedFields, nearMisses: one.nearMisses }),
  }));
}

function enrichmentOf({ enrichment }: RuleDetail, { data }: DetectionGuidance): Rule['enrichment'] {
  if (!enrichment) return null;
  const { hypothesis, triage, falsePositives, volume, confidence, reasons, attackContext } =
    enrichment;
  const statements = (all: typeof triage) =>
    all.map(({ text, basis }) => ({
      text: plainLine(text, 'sentence'),
      basis: plainLine(basis, 'title'),
    }));
  const { version, tactics, groups, software } = attackContext;
  return {
    hypothesis: plainText(hypothesis, 'description'),
    triage: statements(triage),
    falsePositives: statements(falsePositives),
    confidence,
    mustBeOn: [...(data?.enable ?? [])],
    ...mutable({
      volume,
      confidenceReasons: reasons,
      attack: { version, tactics, groups, software },
    }),
  };
}
