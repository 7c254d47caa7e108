import type { Proof } from '@/lib/proof/types';
import type { Target } from '@/lib/target';
import type { Outcome } from '@/lib/translate';
import { getCatalog } from './client';
import { firstSentence } from './first-sentence';

/** One query that a rule has: its primary table on a target, or another that carries the same. */
export interface IndexedQuery {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly table: string | null;
  readonly tables: readonly string[];
  readonly primary: boolean;
}

/** What lists, filters and counts need of a rule; everything else is read when it is opened. */
export interface IndexedRule {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly level: string | null;
  readonly status: string | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  readonly collection: string;
  readonly inFeed: boolean;
  readonly author: string | null;
  /** The first sentence. */
  readonly hypothesis: string;
  readonly date: string | null;
  /** By the rule's own dates; for a change that a sync saw happen, when it saw it. */
  readonly changedAt: Date;
  /** By the last sync. */
  readonly change: 'new' | 'changed' | null;
  /** Live ids, as counted. */
  readonly techniques: readonly string[];
  /** The same and the techniques they are sub-techniques of. */
  readonly techniquesAndParents: readonly string[];
  /** Short names. */
  readonly tactics: readonly string[];
  readonly queries: readonly IndexedQuery[];
  /** Targets and tables of all its queries. */
  readonly targets: readonly Target[];
  readonly tables: readonly string[];
  /** The best of its targets. */
  readonly outcome: Outcome;
  readonly proof: Proof;
}

export interface IndexedTechnique {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly tactics: readonly string[];
}

export interface RuleIndex {
  /** The sync this is the state of; 0 before the first. */
  readonly syncId: number;
  /** Newest change first. */
  readonly rules: readonly IndexedRule[];
  readonly byId: ReadonlyMap<string, IndexedRule>;
  readonly techniques: ReadonlyMap<string, IndexedTechnique>;
  /** Revoked technique → the live one that took its place. */
  readonly successors: ReadonlyMap<string, string>;
  /** In matrix order. */
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[];
  /** Values per table, product, … as they occur, for hints and suggestions. */
  readonly tables: readonly string[];
}

const shared = globalThis as typeof globalThis & {
  watchfloorIndex?: { key: number; index: Promise<RuleIndex> };
};

/**
 * The catalog in memory, as the last completed sync left it. A request asks one cheap question, which
 * sync was the last; the rows are read again only when that changed.
 */
export async function getRuleIndex(): Promise<RuleIndex> {
  const last = await getCatalog().syncRun.findFirst({
    where: { outcome: 'completed' },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  const key = last?.id ?? 0;
  if (shared.watchfloorIndex?.key !== key) {
    const index = loadIndex(key);
    shared.watchfloorIndex = { key, index };
    index.catch(() => {
      if (shared.watchfloorIndex?.index === index) shared.watchfloorIndex = undefined;
    });
  }
  return shared.watchfloorIndex.index;
}

async function loadIndex(syncId: number): Promise<RuleIndex> {
  const catalog = getCatalog();
  // One transaction: a sync that ends in between must not mix two states.
  const [rules, translations, techniqueRows, tacticRows, techniqueNames, tactics] =
    await catalog.$transaction([
      catalog.rule.findMany({
        where: { removedAt: null },
        select: {
          id: true,
          kind: true,
          title: true,
          level: true,
          status: true,
          product: true,
          category: true,
          service: true,
          collection: true,
          inFeed: true,
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
      // The alternatives are long; only the tables they name are wanted here.
      catalog.$queryRaw<TranslationRow[]>`
        SELECT ruleId, target, outcome, "table", tables,
          CASE WHEN alternatives = '[]' THEN NULL ELSE (
            SELECT json_group_array(json_object(
              'outcome', json_extract(value, '$.outcome'),
              'table', json_extract(value, '$.table'),
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
          revoked: true,
          successorId: true,
        },
      }),
      catalog.tactic.findMany({
        orderBy: { position: 'asc' },
        select: { shortName: true, name: true },
      }),
    ]);

  const translationsOf = groupBy(translations, (row) => row.ruleId);
  const techniquesOf = groupBy(techniqueRows, (row) => row.ruleId);
  const tacticsOf = groupBy(tacticRows, (row) => row.ruleId);

  const firstSync = Math.min(...rules.map((rule) => rule.firstSyncId));
  const indexed = rules.map((rule): IndexedRule => {
    const { enrichment, description, modified, firstSyncId, changedSyncId, ...facts } = rule;
    const rows = translationsOf.get(rule.id) ?? [];
    const queries = rows.flatMap(queriesOf);
    const techniques = unique((techniquesOf.get(rule.id) ?? []).map((row) => row.techniqueId));
    const outcome = bestOutcome(rows.map((row) => row.outcome));
    return {
      ...facts,
      // A hypothesis has its first sentence in a line of its own.
      hypothesis: enrichment?.hypothesis.split('\n')[0] ?? firstSentence(description),
      changedAt: (changedSyncId === firstSync && parseDay(modified ?? rule.date)) || rule.changedAt,
      change: changeBy(syncId === firstSync ? 0 : syncId, firstSyncId, changedSyncId),
      techniques,
      techniquesAndParents: unique(techniques.flatMap((id) => [id, id.replace(/\..*/, '')])),
      tactics: unique((tacticsOf.get(rule.id) ?? []).map((row) => row.shortName)),
      queries,
      targets: unique(queries.map((query) => query.target)),
      tables: unique(queries.flatMap((query) => query.tables)),
      outcome,
      proof: rule.proof as Proof,
    };
  });

  indexed.sort((a, b) => b.changedAt.getTime() - a.changedAt.getTime() || (a.id < b.id ? -1 : 1));

  return {
    syncId,
    rules: indexed,
    byId: new Map(indexed.map((rule) => [rule.id, rule])),
    techniques: new Map(
      techniqueNames
        .filter(({ revoked }) => !revoked)
        .map(({ id, name, parentId, tactics }) => [
          id,
          { id, name, parentId, tactics: JSON.parse(tactics) as string[] },
        ]),
    ),
    successors: new Map(
      techniqueNames.flatMap(({ id, successorId }) => (successorId ? [[id, successorId]] : [])),
    ),
    tactics,
    tables: unique(indexed.flatMap((rule) => rule.tables)).sort(),
  };
}

interface TranslationRow {
  ruleId: string;
  target: Target;
  outcome: Outcome;
  table: string | null;
  tables: string;
  alternatives: string | null;
}

function queriesOf(row: TranslationRow): IndexedQuery[] {
  const { target, outcome, table } = row;
  const primary = {
    target,
    outcome,
    table,
    tables: JSON.parse(row.tables) as string[],
    primary: true,
  };
  const others = JSON.parse(row.alternatives ?? '[]') as Omit<IndexedQuery, 'target' | 'primary'>[];
  return [primary, ...others.map((other) => ({ ...other, target, primary: false }))].filter(
    (query) => query.outcome !== 'unsupported',
  );
}

function bestOutcome(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('exact')) return 'exact';
  return outcomes.includes('approximate') ? 'approximate' : 'unsupported';
}

function changeBy(syncId: number, first: number, changed: number): IndexedRule['change'] {
  if (first === syncId) return 'new';
  return changed === syncId ? 'changed' : null;
}

/** `2026-08-05` or `2026/08/05`, as rules have it. */
function parseDay(text: string | null): Date | null {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})/.exec(text ?? '');
  if (!match) return null;
  return new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
}

function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
