import type { Meaning } from '@/lib/changes/types';
import type { DeployQuery } from '@/lib/deploy/deploy-rule';
import type { Enrichment } from '@/lib/enrich/types';
import { agrees } from '@/lib/proof/proof-of';
import type { Evidence, Proof } from '@/lib/proof/types';
import { TARGETS } from '@/lib/target';
import type { Translation } from '@/lib/translate/types';
import { hideSecrets } from '../address';
import { isMeaning } from './changes/kinds';
import { getCatalog } from './client';
import { type Licence, licenceOf } from './licence';
import { type DiffHunk, diffLines } from './line-diff';
import { sourceName, upstreamUrl } from './source-link';
import { type CatalogSource, readSources } from './sources';
import { readEnrichment } from './stored/enrichment';
import { evidenceResults } from './stored/evidence';
import { type RuleDocument, readDocument } from './stored/rule-document';
import { ruleText } from './stored/rule-text';
import { ruleTuning } from './stored/rule-tuning';
import { readTranslation } from './stored/translation';

type QueryFacts = NonNullable<DeployQuery['facts']>;

export interface StoredTranslation extends Translation {
  readonly translatorVersion: string;
  /** Null: no query to check, or its check is pending. 0: Microsoft's parser and binder found no errors. */
  readonly checkErrors: number | null;
  /** What the operator's tuning changes in the query, from what it would be. Null without tuning. */
  readonly tuned: readonly DiffHunk[] | null;
  /** Of the query and of each alternative, in their order; null without a query. */
  readonly facts: readonly (QueryFacts | null)[];
}

export interface StoredEvidence extends Evidence {
  /** Rule and query ran, and gave different results on the event or on a near miss. */
  readonly differs: boolean;
  readonly createdAt: Date;
}

export interface RuleVersionSummary {
  readonly id: number;
  readonly change: string;
  /** What a change of the text means; null for other changes, and if no sync compared the versions. */
  readonly meaning: Meaning | null;
  readonly syncId: number;
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
  /** Its own, else its source's. */
  readonly licence: Licence;
  readonly date: string | null;
  readonly modified: string | null;
  readonly collection: string;
  readonly inFeed: boolean;
  readonly readable: boolean;
  readonly path: string;
  readonly raw: string;
  readonly source: string;
  readonly sourceName: string;
  readonly sourceId: string;
  /** reviewed | community | own */
  readonly trust: string;
  /** Other sources that have the rule, too. */
  readonly alsoIn: readonly {
    readonly name: string;
    readonly path: string;
    /** Whether its text is the same there. */
    readonly same: boolean;
    readonly url: string | null;
  }[];
  /** The operator's own filters that apply to it. */
  readonly filters: readonly {
    readonly id: string;
    readonly title: string;
    /** The rule has changed upstream since the filter has. */
    readonly isOlder: boolean;
  }[];
  /** Other rules that look for the same. */
  readonly sameLogic: readonly {
    readonly id: string;
    readonly title: string;
    readonly sourceName: string;
  }[];
  readonly commit: string | null;
  /** The file on GitHub at that commit. */
  readonly upstreamUrl: string | null;
  readonly retrievedAt: Date;
  readonly firstSeenAt: Date;
  readonly removedAt: Date | null;
  readonly proof: Proof;
  readonly document: RuleDocument;
  /** In the order of the targets. */
  readonly translations: readonly StoredTranslation[];
  readonly evidence: readonly StoredEvidence[];
  readonly enrichment: Enrichment | null;
  readonly techniques: readonly { readonly id: string; readonly name: string }[];
  readonly related: readonly {
    readonly id: string;
    readonly type: string;
    /** Null if the rule is not in the catalog. */
    readonly title: string | null;
  }[];
  /** Newest first. */
  readonly versions: readonly RuleVersionSummary[];
}

/**
 * Everything that a rule's page shows. Null if the catalog has no such rule. Throws a StoredValueError
 * that names the row if one of its JSON columns cannot be read.
 */
export async function getRule(id: string): Promise<RuleDetail | null> {
  const row = await findRow(id);
  if (!row) return null;
  const {
    enrichment,
    techniques,
    translations,
    evidence,
    otherSources,
    versions,
    changes,
    license,
    ...rest
  } = row;
  const { tags: _tags, references: _references, ...facts } = rest;
  const sources = await readSources(getCatalog());
  const own = sources.get(row.sourceId) ?? null;
  const document = readDocument(row);
  // An older version stored addresses with their secrets.
  const source = hideSecrets(row.source);
  return {
    ...facts,
    source,
    proof: row.proof as Proof,
    raw: ruleText.read(row.raw, id),
    document,
    licence: licenceOf(license, own),
    sourceName: own?.name ?? sourceName(source),
    trust: own?.trust ?? 'reviewed',
    alsoIn: otherSources.flatMap(({ sourceId, path, same }) => {
      const other = sources.get(sourceId);
      return other
        ? { name: other.name, path, same, url: upstreamUrl(other.label, other.commit, path) }
        : [];
    }),
    filters: await filtersOf(row),
    sameLogic: await sameLogic(row, sources),
    upstreamUrl: upstreamUrl(row.source, row.commit, row.path),
    translations: TARGETS.flatMap((target) =>
      translations
        .filter((translation) => translation.target === target)
        .map((translation): StoredTranslation => {
          const { translatorVersion, checkErrors } = translation;
          const { upstreamKql, ...stored } = readTranslation(translation);
          const { kql } = stored;
          const tuned =
            upstreamKql === null || upstreamKql === kql ? null : diffLines(upstreamKql, kql ?? '');
          return { ...stored, translatorVersion, checkErrors, tuned };
        }),
    ),
    evidence: evidence
      ? evidenceResults.read(evidence.results, `rule ${id}`).map((run) => ({
          ...run,
          differs: run.skipped === null && !agrees(run),
          createdAt: evidence.createdAt,
        }))
      : [],
    enrichment: enrichment && readEnrichment(enrichment),
    techniques: [...new Map(techniques.map(({ technique }) => [technique.id, technique])).values()],
    related: await titlesOf(document.related),
    versions: versions.map(({ syncId, ...version }) => {
      const meaning = changes.find((change) => change.syncId === syncId)?.meaning;
      return { ...version, syncId, meaning: meaning && isMeaning(meaning) ? meaning : null };
    }),
  };
}

function findRow(id: string) {
  return getCatalog().rule.findUnique({
    where: { id },
    include: {
      otherSources: true,
      translations: true,
      evidence: true,
      enrichment: true,
      techniques: { include: { technique: { select: { id: true, name: true } } } },
      versions: {
        orderBy: { id: 'desc' },
        select: { id: true, syncId: true, change: true, seenAt: true, commit: true },
      },
      changes: { select: { syncId: true, meaning: true } },
    },
  });
}

async function filtersOf(row: {
  id: string;
  tuning: string;
  firstSyncId: number;
  changedSyncId: number;
}): Promise<RuleDetail['filters']> {
  const ids = ruleTuning.read(row.tuning, row.id);
  if (ids.length === 0) return [];
  const filters = await getCatalog().rule.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, title: true, changedSyncId: true },
    orderBy: { title: 'asc' },
  });
  const hasChanged = row.changedSyncId > row.firstSyncId;
  return filters.map(({ id, title, changedSyncId }) => ({
    id,
    title,
    isOlder: hasChanged && row.changedSyncId > changedSyncId,
  }));
}

const MAX_SAME = 20;

/** The other current rules with the same log source and the same tests. */
async function sameLogic(
  { id, logicHash }: { id: string; logicHash: string },
  sources: ReadonlyMap<string, CatalogSource>,
): Promise<RuleDetail['sameLogic']> {
  if (logicHash === '') return [];
  const rows = await getCatalog().rule.findMany({
    where: { logicHash, removedAt: null, id: { not: id } },
    select: { id: true, title: true, source: true, sourceId: true },
    orderBy: { id: 'asc' },
    take: MAX_SAME,
  });
  return rows.map(({ source, sourceId, ...rest }) => ({
    ...rest,
    sourceName: sources.get(sourceId)?.name ?? sourceName(hideSecrets(source)),
  }));
}

async function titlesOf(related: RuleDocument['related']): Promise<RuleDetail['related']> {
  const known = await getCatalog().rule.findMany({
    where: { id: { in: related.map(({ id }) => id) } },
    select: { id: true, title: true },
  });
  const titles = new Map(known.map(({ id, title }) => [id, title]));
  return related.map(({ id, type }) => ({ id, type, title: titles.get(id) ?? null }));
}
