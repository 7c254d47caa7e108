import type { Diagnostic } from '@/lib/diagnostic';
import type { Enrichment } from '@/lib/enrich/types';
import type { Evidence, Proof } from '@/lib/proof/types';
import type { CorrelationRule, LogSource, RelatedRule } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import type { Translation } from '@/lib/translate/types';
import { getCatalog } from './client';
import { sourceName, upstreamUrl } from './source-link';

/** What the rule says besides its columns. */
export interface RuleDocument {
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly tags: readonly string[];
  readonly related: readonly RelatedRule[];
  readonly fields: readonly string[];
  readonly scope: readonly string[];
  readonly logsource: LogSource | null;
  readonly correlation?: CorrelationRule['correlation'] | null;
  readonly custom: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface StoredTranslation extends Translation {
  readonly translatorVersion: string;
  /** null: there is no query to check; 0: clean under Microsoft's parser and binder. */
  readonly checkErrors: number | null;
}

export interface StoredEvidence extends Evidence {
  readonly agrees: boolean;
  readonly createdAt: Date;
}

export interface RuleVersionSummary {
  readonly id: number;
  readonly change: string;
  readonly seenAt: Date;
  readonly commit: string | null;
}

export interface RuleDetail {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly level: string | null;
  readonly status: string | null;
  readonly description: string;
  readonly author: string | null;
  readonly license: string | null;
  readonly date: string | null;
  readonly modified: string | null;
  readonly collection: string;
  readonly inFeed: boolean;
  readonly readable: boolean;
  readonly path: string;
  readonly raw: string;
  readonly source: string;
  readonly sourceName: string;
  readonly commit: string | null;
  /** The file on GitHub at that commit. */
  readonly upstreamUrl: string | null;
  readonly retrievedAt: Date;
  readonly firstSeenAt: Date;
  readonly removedAt: Date | null;
  readonly proof: Proof;
  readonly document: RuleDocument;
  /** In the targets' order. */
  readonly translations: readonly StoredTranslation[];
  readonly evidence: readonly StoredEvidence[];
  readonly enrichment: Enrichment | null;
  readonly techniques: readonly { readonly id: string; readonly name: string }[];
  readonly related: readonly {
    readonly id: string;
    readonly type: string;
    /** null: not in the catalog. */
    readonly title: string | null;
  }[];
  /** Newest first. */
  readonly versions: readonly RuleVersionSummary[];
}

/** Everything a rule's page shows; null when the catalog has no such rule. */
export async function getRule(id: string): Promise<RuleDetail | null> {
  const catalog = getCatalog();
  const row = await catalog.rule.findUnique({
    where: { id },
    include: {
      translations: true,
      evidence: { orderBy: { id: 'asc' } },
      enrichment: true,
      techniques: { include: { technique: { select: { id: true, name: true } } } },
      versions: {
        orderBy: { id: 'desc' },
        select: { id: true, change: true, seenAt: true, commit: true },
      },
    },
  });
  if (!row) return null;
  const document = JSON.parse(row.document) as RuleDocument;
  const related = await catalog.rule.findMany({
    where: { id: { in: document.related.map((each) => each.id) } },
    select: { id: true, title: true },
  });
  const { enrichment, techniques, translations, evidence, ...facts } = row;
  return {
    ...facts,
    proof: row.proof as Proof,
    document,
    sourceName: sourceName(row.source, row.commit),
    upstreamUrl: upstreamUrl(row.source, row.commit, row.path),
    translations: TARGETS.flatMap((target) =>
      translations
        .filter((translation) => translation.target === target)
        .map(
          (translation): StoredTranslation => ({
            ...translation,
            target,
            outcome: translation.outcome as Translation['outcome'],
            tables: JSON.parse(translation.tables),
            diagnostics: JSON.parse(translation.diagnostics),
            trace: JSON.parse(translation.trace),
            alternatives: JSON.parse(translation.alternatives),
          }),
        ),
    ),
    evidence: evidence.map(({ result, agrees, createdAt }) => ({
      ...(JSON.parse(result) as Evidence),
      agrees,
      createdAt,
    })),
    enrichment: enrichment && {
      hypothesis: enrichment.hypothesis,
      falsePositives: JSON.parse(enrichment.falsePositives),
      triage: JSON.parse(enrichment.triage),
      attackContext: JSON.parse(enrichment.attackContext),
      confidence: enrichment.confidence as Enrichment['confidence'],
      reasons: JSON.parse(enrichment.reasons),
      inputHash: enrichment.inputHash,
    },
    techniques: [...new Map(techniques.map(({ technique }) => [technique.id, technique])).values()],
    related: document.related.map((each) => ({
      id: each.id,
      type: each.type,
      title: related.find((known) => known.id === each.id)?.title ?? null,
    })),
  };
}
