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
import { techniquePlatforms, techniqueTactics } from './stored/technique';
import { alternativesInBrief, translationTables } from './stored/translation';
import { cvesOf, readThreatNames, type ThreatNames, threatsOf } from './threats';

/** Reads the catalog as the sync `syncId` left it in the state of that name. */
export async function loadRuleIndex(
  catalog: Catalog,
  syncId: number,
  state: string,
): Promise<RuleIndex> {
  const sources = await readSources(catalog);
  const sync = await catalog.syncRun.findUnique({
    where: { id: syncId },
    select: { finishedAt: true },
  });
  const { rules, techniques, tactics, ...rows } = await readRows(catalog);
  const storedQueries = queriesByRule(rows.translations);
  const techniquesOf = groupBy(rows.ruleTechniques, (row) => row.ruleId);
  const tacticsOf = groupBy(rows.ruleTactics, (row) => row.ruleId);
  const usesOf = new Map(rows.techniqueUses.map((row) => [row.id, row]));
  const references = new Map(rows.references.map((row) => [row.id, row]));
  const threatNames = readThreatNames(rules.map(({ path }) => path));
  const firstSync = rules.reduce((first, rule) => Math.min(first, rule.firstSyncId), Infinity);
  const indexed = rules
    .map((rule) =>
      indexRule(rule, {
        queries: withNeeds(storedQueries.get(rule.id) ?? [], rule),
        techniques: (techniquesOf.get(rule.id) ?? []).map((row) => row.techniqueId),
        tactics: (tacticsOf.get(rule.id) ?? []).map((row) => row.shortName),
        ...threatFacts(rule, references.get(rule.id), threatNames),
        syncId,
        firstSync,
        sourceInFeed: sources.get(rule.sourceId)?.inFeed ?? true,
      }),
    )
    .sort((a, b) => b.changedAt.getTime() - a.changedAt.getTime() || (a.id < b.id ? -1 : 1));
  return {
    state,
    syncId,
    syncedAt: sync?.finishedAt ?? new Date(0),
    rules: indexed,
    byId: new Map(indexed.map((rule) => [rule.id, rule])),
    techniques: new Map(
      techniques
        .filter(({ revoked }) => !revoked)
        .map((row) => [row.id, indexTechnique(row, usesOf.get(row.id))]),
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
  const [
    rules,
    references,
    translations,
    ruleTechniques,
    ruleTactics,
    techniques,
    techniqueUses,
    tactics,
  ] = await catalog.$transaction([
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
        changedAt: true,
        firstSyncId: true,
        changedSyncId: true,
        enrichment: { select: { hypothesis: true } },
      },
    }),
    catalog.$queryRaw<ReferenceRow[]>`
        SELECT id, json_extract(document, '$.tags') AS tags,
          json_extract(document, '$.references') AS refs
        FROM Rule WHERE removedAt IS NULL AND json_valid(document)`,
    // The alternatives are long, and only their tables are needed here.
    catalog.$queryRaw<TranslationRow[]>`
        SELECT ruleId, target, outcome, "table", tables, json_extract(cost, '$.level') AS cost,
          CASE WHEN alternatives = '[]' THEN NULL ELSE (
            SELECT json_group_array(json_object(
              'outcome', json_extract(value, '$.outcome'),
              'table', json_extract(value, '$.table'),
              'cost', json_extract(value, '$.cost.level'),
              'tables', json_extract(value, '$.tables')))
            FROM json_each(alternatives)) END AS alternatives
        FROM Translation`,
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
      },
    }),
    // All details together are some ten megabytes; only two numbers of each are needed here.
    catalog.$queryRaw<TechniqueUses[]>`
        SELECT id, json_extract(detail, '$.known.groups') AS groups,
          json_extract(detail, '$.known.software') AS software
        FROM Technique WHERE NOT revoked AND json_valid(detail)`,
    catalog.tactic.findMany({
      orderBy: { position: 'asc' },
      select: { shortName: true, name: true },
    }),
  ]);
  return {
    rules,
    references,
    translations,
    ruleTechniques,
    ruleTactics,
    techniques,
    techniqueUses,
    tactics,
  };
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
  const { enrichment, description, modified, sourceId, path, ...facts } = rule;
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

interface TechniqueUses {
  id: string;
  groups: bigint | number | null;
  software: bigint | number | null;
}

function indexTechnique(
  { id, name, parentId, tactics, platforms }: Rows['techniques'][number],
  uses: TechniqueUses | undefined,
): IndexedTechnique {
  return {
    id,
    name,
    parentId,
    tactics: readOr([], () => techniqueTactics.read(tactics, id)),
    platforms: readOr([], () => techniquePlatforms.read(platforms, id)),
    known: { groups: Number(uses?.groups ?? 0), software: Number(uses?.software ?? 0) },
  };
}

/** Two lists of a rule's document, as JSON. */
interface ReferenceRow {
  id: string;
  tags: string | null;
  refs: string | null;
}

function threatFacts(
  { title, path }: Rows['rules'][number],
  row: ReferenceRow | undefined,
  names: ThreatNames,
): Pick<IndexedRule, 'cves' | 'threats'> {
  const list = (text: string | null | undefined): string[] => (text ? JSON.parse(text) : []);
  const source = { title, path, tags: list(row?.tags), references: list(row?.refs) };
  return { cves: cvesOf(source), threats: threatsOf(source, names) };
}

interface TranslationRow {
  ruleId: string;
  target: Target;
  outcome: Outcome;
  table: string | null;
  tables: string;
  cost: CostLevel | null;
  alternatives: string | null;
}

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
  const { target, outcome, table, cost } = row;
  const id = `rule ${row.ruleId} for ${target}`;
  const tables = translationTables.read(row.tables, id);
  const others = row.alternatives === null ? [] : alternativesInBrief.read(row.alternatives, id);
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
