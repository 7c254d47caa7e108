import { enrichmentDetail } from '@/lib/catalog/stored/enrichment';
import { evidenceResults } from '@/lib/catalog/stored/evidence';
import { documentColumns } from '@/lib/catalog/stored/rule-document';
import { ruleText } from '@/lib/catalog/stored/rule-text';
import {
  techniqueDetail,
  techniquePlatforms,
  techniqueTactics,
} from '@/lib/catalog/stored/technique';
import {
  alternativesInBrief,
  translationDetail,
  translationKql,
  translationTables,
} from '@/lib/catalog/stored/translation';
import { storedText } from '@/lib/text/cut-text';
import type { Attack, Technique } from '../../attack';
import type { Enrichment } from '../../enrich';
import type { QueryFacts } from '../../kql/query-facts';
import type { Evidence, Proof } from '../../proof';
import type { Translation } from '../../translate';
import { logicHash } from '../logic-hash';
import type { PlannedRule } from '../plan';
import type { Tuned } from './tuned';

// Turns the results of the steps into rows of the catalog. Lists and objects become JSON, long ones packed.

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
    raw: ruleText.write(read.raw),
    contentHash: read.contentHash,
    logicHash: logicHash(read.rule),
    readable: read.problem === null,
    ...documentColumns({
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
    kql: translation.kql === null ? null : translationKql.write(translation.kql),
    table: translation.table,
    label: translation.label,
    tables: translationTables.write(translation.tables),
    costLevel: translation.cost?.level ?? null,
    alternatives: alternativesInBrief.write(
      translation.alternatives.map(({ outcome, table, tables, cost }) => ({
        outcome,
        table,
        tables,
        cost: cost?.level ?? null,
      })),
    ),
    detail: translationDetail.write({
      diagnostics: translation.diagnostics,
      trace: translation.trace,
      cost: translation.cost,
      alternatives: translation.alternatives,
      facts: translation.facts,
      upstreamKql: tuned?.upstream.get(translation.target) ?? null,
    }),
    translatorVersion,
    checkErrors: translation.checkErrors,
  };
}

export function evidenceRow(ruleId: string, evidence: readonly Evidence[]) {
  return { ruleId, results: evidenceResults.write(evidence) };
}

export function enrichmentRow(ruleId: string, enrichment: Enrichment) {
  const { falsePositives, volume, constant, triage, attackContext, reasons } = enrichment;
  return {
    ruleId,
    hypothesis: storedText(enrichment.hypothesis, 'description'),
    confidence: enrichment.confidence,
    detail: enrichmentDetail.write({
      falsePositives,
      volume,
      constant,
      triage,
      attackContext,
      reasons,
    }),
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
    knownGroups: technique.known.groups,
    knownSoftware: technique.known.software,
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
      knownGroups: 0,
      knownSoftware: 0,
      detail: techniqueDetail.write(NO_DETAIL),
      revoked: true,
      successorId: successor,
    }));
  return [...live, ...dead];
}

const NO_DETAIL = {
  dataComponents: [],
  detections: [],
  mitigations: [],
  groups: [],
  software: [],
};

function detailOf(technique: Technique) {
  const { dataComponents, detections, mitigations, groups, software } = technique;
  return { dataComponents, detections, mitigations, groups, software };
}
