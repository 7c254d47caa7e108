import type { DeployRule } from '@/lib/deploy/deploy-rule';
import { makeDeployable } from '@/lib/deploy/deployable';
import type { DeployKnowledge } from '@/lib/deploy/knowledge';
import type { MadeDeployable } from '@/lib/deploy/types';
import { TARGETS, type Target } from '@/lib/target';
import { hideSecrets } from '../../address';
import { type Catalog, getCatalog } from '../client';
import { type Licence, licenceOf } from '../licence';
import { upstreamUrl } from '../source-link';
import { type CatalogSource, readSources } from '../sources';
import { readEnrichment } from '../stored/enrichment';
import { readDocument } from '../stored/rule-document';
import { techniqueTactics } from '../stored/technique';
import { readTranslation } from '../stored/translation';

/** One query of a rule as a detection, or why it cannot be one. */
export interface RuleDeployable {
  readonly target: Target;
  /** Null if the rule has no query for the target. */
  readonly table: string | null;
  readonly label: string;
  readonly tables: readonly string[];
  readonly isAlternative: boolean;
  /** Made on first use, since most callers want one of a rule's. */
  readonly made: MadeDeployable;
}

/** A rule with all of its deployables, in the order of the targets, alternatives after their target's own. */
export interface DeployableRule {
  readonly id: string;
  readonly title: string;
  readonly author: string | null;
  readonly licence: Licence;
  readonly url: string | null;
  readonly deployables: readonly RuleDeployable[];
}

/** The deployables of one rule. Null if the catalog has no such rule. Throws a StoredValueError. */
export async function ruleDeployables(
  id: string,
  knowledge: DeployKnowledge,
): Promise<DeployableRule | null> {
  for await (const rule of deployableRules([id], knowledge)) return rule;
  return null;
}

const BATCH = 100;

/**
 * Yields rules by their ids, in this order, reading a batch at a time. Leaves out ids that the catalog does
 * not have. Throws a StoredValueError that names the row if a column cannot be read.
 */
export async function* deployableRules(
  ids: readonly string[],
  knowledge: DeployKnowledge,
): AsyncGenerator<DeployableRule> {
  const catalog = getCatalog();
  const sources = await readSources(catalog);
  for (let at = 0; at < ids.length; at += BATCH) {
    const rows = await readRows(catalog, ids.slice(at, at + BATCH));
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const id of ids.slice(at, at + BATCH)) {
      const row = byId.get(id);
      if (row) yield deployableRule(row, sources, knowledge);
    }
  }
}

type Row = Awaited<ReturnType<typeof readRows>>[number];

function readRows(catalog: Catalog, ids: readonly string[]) {
  return catalog.rule.findMany({
    where: { id: { in: [...ids] } },
    include: {
      translations: true,
      enrichment: true,
      tactics: true,
      techniques: { include: { technique: { select: { id: true, tactics: true } } } },
      _count: { select: { versions: { where: { change: 'changed' } } } },
    },
  });
}

function deployableRule(
  row: Row,
  sources: ReadonlyMap<string, CatalogSource>,
  knowledge: DeployKnowledge,
): DeployableRule {
  const licence = licenceOf(row.license, sources.get(row.sourceId) ?? null);
  const url = upstreamUrl(hideSecrets(row.source), row.commit, row.path);
  const rule = deployRule(row, licence, url);
  const deployables = TARGETS.flatMap((target) =>
    row.translations
      .filter((translation) => translation.target === target)
      .flatMap((stored) => {
        const translation = readTranslation(stored);
        return [translation, ...translation.alternatives].map((variant, at): RuleDeployable => {
          const isAlternative = at > 0;
          const query = { ...variant, target, facts: translation.facts[at] ?? null, isAlternative };
          const { table, tables, label } = variant;
          let made: MadeDeployable | null = null;
          return {
            target,
            table,
            tables,
            label,
            isAlternative,
            get made() {
              made ??= makeDeployable(rule, query, knowledge);
              return made;
            },
          };
        });
      }),
  );
  const { id, title, author } = row;
  return { id, title, author, licence, url, deployables };
}

function deployRule(row: Row, licence: Licence, url: string | null): DeployRule {
  const { tags, correlation } = readDocument(row);
  const enrichment = row.enrichment && readEnrichment(row.enrichment);
  const placeOf = placeInTags(tags);
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    author: row.author,
    level: row.level,
    tags,
    licence,
    url,
    tactics: row.tactics.map(({ shortName }) => shortName).sort((a, b) => placeOf(a) - placeOf(b)),
    techniques: row.techniques
      .toSorted((a, b) => placeOf(a.tag) - placeOf(b.tag))
      .map(({ technique: { id, tactics } }) => ({
        id,
        tactics: techniqueTactics.read(tactics, id),
      })),
    triage: enrichment?.triage.map(({ text }) => text) ?? [],
    changes: row._count.versions,
    timespan: correlation?.timespan ?? 0,
  };
}

/** Where a rule's tags name a tactic or a technique; after all tags for one that they name otherwise. */
function placeInTags(tags: readonly string[]): (name: string) => number {
  const plain = (tag: string) =>
    tag
      .toLowerCase()
      .replace(/^attack\./, '')
      .replaceAll('_', '-');
  const places = new Map(tags.map((tag, at) => [plain(tag), at]));
  return (name) => places.get(plain(name)) ?? tags.length;
}
