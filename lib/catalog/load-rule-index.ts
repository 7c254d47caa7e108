import { groupBy } from '@/lib/group-by';
import { asimSources } from '@/lib/log-sources';
import { addAll } from '@/lib/long-lists';
import type { Proof } from '@/lib/proof/types';
import type { Target } from '@/lib/target';
import type { CostLevel, Outcome } from '@/lib/translate';
import type { Catalog } from './client';
import { parseDay } from './day';
import { firstSentence } from './first-sentence';
import { readFormerNames } from './former-names';
import type { IndexedQuery, IndexedRule, IndexedTechnique, RuleIndex } from './rule-index';
import { readSources } from './sources';
import { readOr } from './stored/column';
import { ruleReferences, ruleTags } from './stored/rule-document';
import { techniquePlatforms, techniqueTactics } from './stored/technique';
import { alternativesInBrief, translationTables } from './stored/translation';
import { cvesOf, readThreatNames, type ThreatNames, threatsOf } from './threats';

/** Reads the catalog as the sync `syncId` left it. */
export async function loadRuleIndex(catalog: Catalog, syncId: number): Promise<RuleIndex> {
  const sources = await readSources(catalog);
  const sync = await catalog.syncRun.findUnique({
    where: { id: syncId },
    select: { finishedAt: true },
  });
  const { rules, techniques, tactics, ...rows } = await readRows(catalog);
  const storedQueries = queriesByRule(rows.translations);
  const techniquesOf = groupBy(rows.ruleTechniques, (row) => row.ruleId);
  const tacticsOf = groupBy(rows.ruleTactics, (row) => row.ruleId);
  const threatNames = readThreatNames(rules.map(({ path }) => path));
  const firstSync = rules.reduce((first, rule) => Math.min(first, rule.firstSyncId), Infinity);
  const indexed = rules
    .map((rule) =>
      indexRule(rule, {
        queries: withNeeds(storedQueries.get(rule.id) ?? [], rule),
        techniques: (techniquesOf.get(rule.id) ?? []).map((row) => row.techniqueId),
        tactics: (tacticsOf.get(rule.id) ?? []).map((row) => row.shortName),
        ...threatFacts(rule, threatNames),
        syncId,
        firstSync,
        sourceInFeed: sources.get(rule.sourceId)?.inFeed ?? true,
      }),
    )
    .sort((a, b) => b.changedAt.getTime() - a.changedAt.getTime() || (a.id < b.id ? -1 : 1));
  return {
    syncId,
    syncedAt: sync?.finishedAt ?? new Date(0),
    rules: indexed,
    byId: new Map(indexed.map((rule) => [rule.id, rule])),
    techniques: new Map(
      techniques.filter(({ revoked }) => !revoked).map((row) => [row.id, indexTechnique(row)]),
    ),
    successors: new Map(
      techniques.flatMap(({ id, successorId }) => (successorId ? [[id, successorId]] : [])),
    ),
    former: readFormerNames(techniques.filter(({ revoked }) => revoked)),
    tactics,
    sources,
    tables: unique(indexed.flatMap((rule) => rule.tables)).sort(),
    neededTables: unique(
      indexed.flatMap(({ queries }) => queries.flatMap(({ needs }) => needs.flat())),
    ).sort(),
  };
}

async function readRows(catalog: Catalog) {
  // One transaction, so that a sync that ends meanwhile cannot mix two states.
  const [rules, translations, ruleTechniques, ruleTactics, techniques, tactics] =
    await catalog.$transaction([
      catalog.rule.findMany({
        where: { removedAt: null },
        select: {
          id: true,
          kind: true,
          title: true,
          path: true,
          level: true,
          status: true,
          product: true,
          category: true,
          service: true,
          collection: true,
          inFeed: true,
          sourceId: true,
          author: true,
          description: true,
          date: true,
          modified: true,
          proof: true,
          tags: true,
          references: true,
          changedAt: true,
          firstSyncId: true,
          changedSyncId: true,
          enrichment: { select: { hypothesis: true } },
        },
      }),
      catalog.translation.findMany({
        select: {
          ruleId: true,
          target: true,
          outcome: true,
          table: true,
          tables: true,
          costLevel: true,
          alternatives: true,
        },
      }),
      catalog.ruleTechnique.findMany({ select: { ruleId: true, techniqueId: true } }),
      catalog.ruleTactic.findMany({ select: { ruleId: true, shortName: true } }),
      catalog.technique.findMany({
        orderBy: { id: 'asc' },
        select: {
          id: true,
          name: true,
          parentId: true,
          tactics: true,
          platforms: true,
          revoked: true,
          successorId: true,
          knownGroups: true,
          knownSoftware: true,
        },
      }),
      catalog.tactic.findMany({
        orderBy: { position: 'asc' },
        select: { shortName: true, name: true },
      }),
    ]);
  return { rules, translations, ruleTechniques, ruleTactics, techniques, tactics };
}

type Rows = Awaited<ReturnType<typeof readRows>>;

interface RuleContext {
  readonly queries: readonly IndexedQuery[];
  readonly techniques: readonly string[];
  readonly tactics: readonly string[];
  readonly cves: readonly string[];
  readonly threats: readonly string[];
  readonly syncId: number;
  readonly firstSync: number;
  readonly sourceInFeed: boolean;
}

function indexRule(rule: Rows['rules'][number], context: RuleContext): IndexedRule {
  const { enrichment, description, modified, sourceId, path, tags, references, ...facts } = rule;
  const { firstSyncId, changedSyncId } = rule;
  const { queries, cves, threats, syncId, firstSync, sourceInFeed } = context;
  const techniques = unique(context.techniques);
  return {
    ...facts,
    source: sourceId,
    sourceInFeed,
    collectionInFeed: rule.inFeed,
    inFeed: rule.inFeed && sourceInFeed,
    // The first sentence of a hypothesis is on its own line.
    hypothesis: enrichment?.hypothesis.split('\n')[0] ?? firstSentence(description),
    changedAt: (changedSyncId === firstSync && parseDay(modified ?? rule.date)) || rule.changedAt,
    change: changeBy(syncId === firstSync ? 0 : syncId, firstSyncId, changedSyncId),
    techniques,
    techniquesAndParents: unique(techniques.flatMap((id) => [id, id.replace(/\..*/, '')])),
    tactics: unique(context.tactics),
    cves,
    threats,
    queries,
    targets: unique(queries.map((query) => query.target)),
    tables: unique(queries.flatMap((query) => query.tables)),
    outcome: bestOutcome(queries.filter(({ primary }) => primary).map(({ outcome }) => outcome)),
    proof: rule.proof as Proof,
  };
}

function indexTechnique({
  id,
  name,
  parentId,
  tactics,
  platforms,
  knownGroups,
  knownSoftware,
}: Rows['techniques'][number]): IndexedTechnique {
  return {
    id,
    name,
    parentId,
    tactics: readOr([], () => techniqueTactics.read(tactics, id)),
    platforms: readOr([], () => techniquePlatforms.read(platforms, id)),
    known: { groups: knownGroups, software: knownSoftware },
  };
}

function threatFacts(
  { id, title, path, ...lists }: Rows['rules'][number],
  names: ThreatNames,
): Pick<IndexedRule, 'cves' | 'threats'> {
  const tags = readOr([], () => ruleTags.read(lists.tags, id));
  const references = readOr([], () => ruleReferences.read(lists.references, id));
  const source = { title, path, tags, references };
  return { cves: cvesOf(source), threats: threatsOf(source, names) };
}

type TranslationRow = Rows['translations'][number];

type StoredQuery = Omit<IndexedQuery, 'needs'>;

/** The queries of each rule. A row that cannot be read counts as no query. */
function queriesByRule(rows: readonly TranslationRow[]): Map<string, StoredQuery[]> {
  const byRule = new Map<string, StoredQuery[]>();
  for (const row of rows) {
    const queries = readOr([], () => queriesOf(row));
    const known = byRule.get(row.ruleId);
    if (known) addAll(known, queries);
    else byRule.set(row.ruleId, queries);
  }
  return byRule;
}

function queriesOf(row: TranslationRow): StoredQuery[] {
  const { table } = row;
  const target = row.target as Target;
  const outcome = row.outcome as Outcome;
  const cost = row.costLevel as CostLevel | null;
  const id = `rule ${row.ruleId} for ${target}`;
  const tables = translationTables.read(row.tables, id);
  const others = row.alternatives === '[]' ? [] : alternativesInBrief.read(row.alternatives, id);
  return [
    { target, outcome, table, tables, cost, primary: true },
    ...others.map((other) => ({ ...other, target, primary: false })),
  ].filter((query) => query.outcome !== 'unsupported');
}

function withNeeds(
  queries: readonly StoredQuery[],
  rule: Parameters<typeof asimSources>[1],
): readonly IndexedQuery[] {
  return queries.map((query) => ({
    ...query,
    needs: query.tables.map((table) => [table, ...asimSources(table, rule)]),
  }));
}

function bestOutcome(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('exact')) return 'exact';
  return outcomes.includes('approximate') ? 'approximate' : 'unsupported';
}

function changeBy(syncId: number, first: number, changed: number): IndexedRule['change'] {
  if (first === syncId) return 'new';
  return changed === syncId ? 'changed' : null;
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
