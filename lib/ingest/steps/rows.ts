import {
  attackContext,
  confidenceReasons,
  constant,
  falsePositives,
  triage,
  volume,
} from '@/lib/catalog/stored/enrichment';
import { evidenceResult } from '@/lib/catalog/stored/evidence';
import { ruleDocument } from '@/lib/catalog/stored/rule-document';
import {
  type TechniqueDetail,
  techniqueDetail,
  techniquePlatforms,
  techniqueTactics,
} from '@/lib/catalog/stored/technique';
import {
  translationAlternatives,
  translationCost,
  translationDiagnostics,
  translationFacts,
  translationTables,
  translationTrace,
} from '@/lib/catalog/stored/translation';
import { storedText } from '@/lib/text/cut-text';
import type { Attack, Technique } from '../../attack';
import type { Enrichment } from '../../enrich';
import type { QueryFacts } from '../../kql/query-facts';
import { agrees, type Evidence, type Proof } from '../../proof';
import type { Translation } from '../../translate';
import { logicHash } from '../logic-hash';
import type { PlannedRule } from '../plan';
import type { Tuned } from './tuned';

// Turns the results of the steps into rows of the catalog. Lists and objects become JSON.

export interface CheckedTranslation extends Translation {
  /** Of the query and of each alternative, in their order; null without a query. */
  readonly facts: readonly (QueryFacts | null)[];
  /** null without a query. */
  readonly checkErrors: number | null;
}

/** The results for a rule. A part is present only if this sync computed it. */
export interface Derived {
  readonly translations: readonly CheckedTranslation[];
  readonly evidence: readonly Evidence[];
  /** A hash of everything that the evidence depends on. */
  readonly proofHash: string;
  /** false: the catalog already has this evidence. */
  readonly isNewEvidence: boolean;
  readonly proof: Proof;
  /** Null for a rule that the operator's tuning leaves as it is. */
  readonly tuned: Tuned | null;
}

export function ruleColumns({ read }: PlannedRule) {
  const { base, logsource } = read;
  return {
    id: read.id,
    kind: read.kind,
    title: storedText(base.title || read.id, 'title'),
    name: base.name,
    status: base.status,
    level: base.level,
    description: storedText(base.description, 'description'),
    author: base.author && storedText(base.author, 'author'),
    license: base.license && storedText(base.license, 'licence'),
    date: base.date && storedText(base.date, 'word'),
    modified: base.modified && storedText(base.modified, 'word'),
    product: logsource?.product ?? null,
    category: logsource?.category ?? null,
    service: logsource?.service ?? null,
    raw: read.raw,
    contentHash: read.contentHash,
    logicHash: logicHash(read.rule),
    readable: read.problem === null,
    document: ruleDocument.write({
      references: base.references,
      falsepositives: base.falsepositives,
      tags: base.tags,
      related: base.related,
      fields: base.fields,
      scope: base.scope,
      taxonomy: base.taxonomy,
      logsource,
      correlation: read.rule?.kind === 'correlation' ? read.rule.correlation : null,
      custom: base.custom,
      diagnostics: read.diagnostics,
    }),
  };
}

export function translationRow(
  ruleId: string,
  translation: CheckedTranslation,
  translatorVersion: string,
  tuned: Tuned | null,
) {
  return {
    ruleId,
    target: translation.target,
    outcome: translation.outcome,
    kql: translation.kql,
    table: translation.table,
    label: translation.label,
    tables: translationTables.write(translation.tables),
    diagnostics: translationDiagnostics.write(translation.diagnostics),
    trace: translationTrace.write(translation.trace),
    cost: translationCost.write(translation.cost),
    alternatives: translationAlternatives.write(translation.alternatives),
    facts: translationFacts.write(translation.facts),
    upstreamKql: tuned?.upstream.get(translation.target) ?? null,
    translatorVersion,
    checkErrors: translation.checkErrors,
  };
}

export function evidenceRow(evidence: Evidence, createdAt: Date) {
  const { ruleId, target, kind, skipped, sigma } = evidence;
  return {
    ruleId,
    target,
    kind,
    result: evidenceResult.write(evidence),
    agrees: skipped === null && sigma && agrees(evidence),
    createdAt,
  };
}

export function enrichmentRow(ruleId: string, enrichment: Enrichment) {
  return {
    ruleId,
    hypothesis: storedText(enrichment.hypothesis, 'description'),
    falsePositives: falsePositives.write(enrichment.falsePositives),
    volume: enrichment.volume && volume.write(enrichment.volume),
    constant: constant.write(enrichment.constant),
    triage: triage.write(enrichment.triage),
    attackContext: attackContext.write(enrichment.attackContext),
    confidence: enrichment.confidence,
    reasons: confidenceReasons.write(enrichment.reasons),
    inputHash: enrichment.inputHash,
  };
}

export function tacticRows(attack: Attack) {
  return attack.tactics.map((tactic, position) => ({ ...tactic, position }));
}

export function techniqueRows(attack: Attack) {
  const live = [...attack.techniques.values()].map((technique) => ({
    id: technique.id,
    name: technique.name,
    parentId: technique.parentId,
    description: technique.description,
    url: technique.url,
    tactics: techniqueTactics.write(technique.tactics),
    platforms: techniquePlatforms.write(technique.platforms),
    detail: techniqueDetail.write(detailOf(technique)),
    revoked: false,
    successorId: null as string | null,
  }));
  const dead = [...attack.revoked]
    .filter(([id]) => !attack.techniques.has(id))
    .map(([id, { name, successor }]) => ({
      id,
      name: name ?? id,
      parentId: null,
      description: '',
      url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
      tactics: '[]',
      platforms: '[]',
      detail: '{}',
      revoked: true,
      successorId: successor,
    }));
  return [...live, ...dead];
}

function detailOf(technique: Technique): TechniqueDetail {
  const { dataComponents, detections, mitigations, groups, software, known } = technique;
  return { dataComponents, detections, mitigations, groups, software, known };
}
