import { setImmediate } from 'node:timers/promises';
import { addAll } from '@/lib/long-lists';
import type { Proof } from '@/lib/proof/types';
import type { Catalog } from './client';
import { databaseOf } from './database';
import type { IndexRows, RuleRow, TechniqueRow } from './database/index-rows';
import { parseDay } from './day';
import { firstSentence } from './first-sentence';
import { readFormerNames } from './former-names';
import { QueryKinds, type RuleQueries } from './query-kinds';
import type { IndexedRule, IndexedTechnique, RuleIndex } from './rule-index';
import { readSources } from './sources';
import { readOr } from './stored/column';
import { ruleReferences, ruleTags } from './stored/rule-document';
import { techniquePlatforms, techniqueTactics } from './stored/technique';
import { cvesOf, readThreatNames, type ThreatNames, threatsOf } from './threats';

/** Reads the catalog as the sync `syncId` left it in the state of that name. */
export async function loadRuleIndex(
  catalog: Catalog,
  syncId: number,
  state: string,
): Promise<RuleIndex> {
  const [sources, tactics, sync] = await Promise.all([
    readSources(catalog),
    catalog.tactic.findMany({
      orderBy: { position: 'asc' },
      select: { shortName: true, name: true },
    }),
    catalog.syncRun.findUnique({ where: { id: syncId }, select: { finishedAt: true } }),
  ]);
  const rows = await databaseOf(catalog).withIndexRows(readRows);
  const { rules, techniques, queriesOf, techniquesOf, tacticsOf } = rows;
  const threatNames = readThreatNames(rules.map(({ path }) => path));
  const firstSync = rules.reduce((first, rule) => Math.min(first, rule.firstSyncId), Infinity);
  const one = oneOfEach();
  const indexed: IndexedRule[] = [];
  for (const [at, rule] of rules.entries()) {
    indexed.push(
      indexRule(rule, {
        queries: queriesOf(rule),
        techniques: techniquesOf.get(rule.id) ?? [],
        tactics: tacticsOf.get(rule.id) ?? [],
        ...threatFacts(rule, threatNames),
        syncId,
        firstSync,
        sourceInFeed: sources.get(rule.sourceId)?.inFeed ?? true,
        one,
      }),
    );
    if (at % AT_A_TIME === 0) await setImmediate();
  }
  indexed.sort((a, b) => b.changedAt.getTime() - a.changedAt.getTime() || (a.id < b.id ? -1 : 1));
  const needed = new Set<string>();
  for (const queries of new Set(indexed.map((rule) => rule.queries))) {
    for (const { needs } of queries) for (const name of needs.flat()) needed.add(name);
  }
  const live = techniques.filter(({ revoked }) => revoked === 0);
  return {
    state,
    syncId,
    syncedAt: sync?.finishedAt ?? new Date(0),
    rules: indexed,
    byId: new Map(indexed.map((rule) => [rule.id, rule])),
    techniques: new Map(live.map((row) => [row.id, indexTechnique(row)])),
    successors: new Map(
      techniques.flatMap(({ id, successorId }) => (successorId ? [[id, successorId]] : [])),
    ),
    former: readFormerNames(techniques.filter(({ revoked }) => revoked === 1)),
    tactics,
    sources,
    tables: unique([...new Set(indexed.map((rule) => rule.tables))].flat()).sort(),
    neededTables: [...needed].sort(),
  };
}

/** How many rules are put into the index before somebody else has a turn. */
const AT_A_TIME = 1000;

async function readRows(rows: IndexRows) {
  const rules: RuleRow[] = [];
  for await (const some of rows.rules()) for (const rule of some) rules.push(rule);
  const kinds = new QueryKinds();
  for await (const some of rows.queries()) for (const row of some) kinds.add(row);
  const techniques: TechniqueRow[] = [];
  for await (const some of rows.techniques()) addAll(techniques, some);
  const one = oneOfEach();
  return {
    rules,
    techniques,
    queriesOf: (rule: RuleRow) => kinds.of(rule),
    techniquesOf: await listsBy(rows.ruleTechniques(), ({ techniqueId }) => one(techniqueId)),
    tacticsOf: await listsBy(rows.ruleTactics(), ({ shortName }) => one(shortName)),
  };
}

async function listsBy<Row extends { readonly ruleId: string }>(
  rows: AsyncIterable<readonly Row[]>,
  read: (row: Row) => string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const lists = new Map<string, string[]>();
  for await (const some of rows) {
    for (const row of some) {
      const list = lists.get(row.ruleId);
      if (list) list.push(read(row));
      else lists.set(row.ruleId, [read(row)]);
    }
  }
  return lists;
}

/** A function that returns the first of equal texts, so that a large index holds each once. */
function oneOfEach() {
  const texts = new Map<string, string>();
  return <Text extends string | null>(text: Text): Text => {
    if (text === null) return text;
    const known = texts.get(text);
    if (known !== undefined) return known as Text;
    texts.set(text, text);
    return text;
  };
}

interface RuleContext {
  readonly queries: RuleQueries;
  readonly techniques: readonly string[];
  readonly tactics: readonly string[];
  readonly cves: readonly string[];
  readonly threats: readonly string[];
  readonly syncId: number;
  readonly firstSync: number;
  readonly sourceInFeed: boolean;
  readonly one: ReturnType<typeof oneOfEach>;
}

function indexRule(rule: RuleRow, context: RuleContext): IndexedRule {
  const { description, hypothesis, modified, firstSyncId, changedSyncId } = rule;
  const { queries, cves, threats, syncId, firstSync, sourceInFeed, one } = context;
  const techniques = unique(context.techniques);
  const inFeed = rule.inFeed === 1;
  return {
    id: rule.id,
    kind: one(rule.kind),
    title: rule.title,
    level: one(rule.level),
    status: one(rule.status),
    product: one(rule.product),
    category: one(rule.category),
    service: one(rule.service),
    collection: one(rule.collection),
    author: one(rule.author),
    license: one(rule.license),
    sourceLabel: one(rule.source),
    commit: one(rule.commit),
    path: rule.path,
    date: one(rule.date),
    firstSyncId,
    changedSyncId,
    source: one(rule.sourceId),
    sourceInFeed,
    collectionInFeed: inFeed,
    inFeed: inFeed && sourceInFeed,
    hypothesis: hypothesis ?? firstSentence(description),
    changedAt:
      (changedSyncId === firstSync && parseDay(modified ?? rule.date)) || new Date(rule.changedAt),
    change: changeBy(syncId === firstSync ? 0 : syncId, firstSyncId, changedSyncId),
    techniques,
    techniquesAndParents: unique(techniques.flatMap((id) => [id, one(id.replace(/\..*/, ''))])),
    tactics: unique(context.tactics),
    cves,
    threats,
    ...queries,
    proof: one(rule.proof) as Proof,
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
}: TechniqueRow): IndexedTechnique {
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
  { id, title, path, ...lists }: RuleRow,
  names: ThreatNames,
): Pick<IndexedRule, 'cves' | 'threats'> {
  const tags = readOr([], () => ruleTags.read(lists.tags, id));
  const references = readOr([], () => ruleReferences.read(lists.references, id));
  const source = { title, path, tags, references };
  return { cves: cvesOf(source), threats: threatsOf(source, names) };
}

function changeBy(syncId: number, first: number, changed: number): IndexedRule['change'] {
  if (first === syncId) return 'new';
  return changed === syncId ? 'changed' : null;
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
