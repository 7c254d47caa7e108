import type { Attack } from '../attack';
import type { Catalog } from '../catalog/client';
import type { Enrichment } from '../enrich';
import type { TagRows } from './attack-tags';
import type { Issue } from './issue';
import type { Plan, PlannedRule } from './plan';
import { isInFeed } from './source/layout';
import {
  type Derived,
  enrichmentRow,
  evidenceRow,
  ruleColumns,
  tacticRows,
  techniqueRows,
  translationRow,
} from './steps/rows';

/** Everything a sync has found out; nothing of it is in the catalog yet. */
export interface Outcome {
  readonly plan: Plan;
  /** Of the rules whose translations were made anew, by id. */
  readonly derived: ReadonlyMap<string, Derived>;
  readonly enriched: ReadonlyMap<string, Enrichment>;
  readonly derivedHash: ReadonlyMap<string, string>;
  readonly enrichedHash: ReadonlyMap<string, string>;
  readonly translatorVersion: string;
  readonly attack: Attack;
  readonly tags: ReadonlyMap<string, TagRows>;
  /** Tactics and techniques differ from what the catalog has. */
  readonly attackChanged: boolean;
  readonly issues: readonly Issue[];
  /** Results of pure steps to keep; `prune` drops the ones that no step asked for. */
  readonly cache: {
    readonly added: ReadonlyMap<string, string>;
    readonly unused: readonly string[];
  };
  readonly run: RunColumns;
}

export interface RunColumns {
  readonly source: string;
  readonly collection: string | null;
  readonly commit: string | null;
  readonly etag: string | null;
  readonly attackVersion: string;
  readonly attackSource: string;
  readonly startedAt: Date;
  readonly state: string;
}

export type Transaction = Parameters<Parameters<Catalog['$transaction']>[0]>[0];

const CHUNK = 250;
/** Steps of a write beside those for the rules. */
const STEPS = 8;

/**
 * Writes a sync in one transaction, so that it becomes visible at once or not at all. `summarize` is
 * asked last, with the run's id, for what the run's row keeps. Returns that id.
 */
export async function writeSync(
  catalog: Catalog,
  outcome: Outcome,
  now: Date,
  summarize: (transaction: Transaction, syncId: number) => Promise<string>,
  onStep: (done: number, total: number) => void,
): Promise<number> {
  const total = Math.ceil(outcome.plan.rules.length / CHUNK) + STEPS;
  let done = 0;
  const step = () => onStep(++done, total);
  return catalog.$transaction(async (transaction) => {
    const { run } = outcome;
    const { id: syncId } = await transaction.syncRun.create({
      data: {
        source: run.source,
        commit: run.commit,
        etag: run.etag,
        attackVersion: run.attackVersion,
        attackSource: run.attackSource,
        startedAt: run.startedAt,
        state: run.state,
        translatorVersion: outcome.translatorVersion,
        finishedAt: now,
        outcome: 'completed',
        summary: '{}',
      },
    });
    await writeUntouched(transaction, outcome, now);
    const touched = outcome.plan.rules.filter((rule) => isTouched(rule, outcome));
    const added = touched.filter(({ change }) => change === 'new');
    for (const rules of chunks(added)) {
      await writeNew(transaction, rules, outcome, syncId, now);
      step();
    }
    const present = touched.filter(({ change }) => change !== 'new');
    for (const rules of chunks(present)) {
      const updates = rules.map((rule) => updateOf(rule, outcome, syncId, now));
      await updateRules(transaction, updates);
      step();
    }
    await writeDerived(transaction, outcome, now);
    step();
    await writeRemoved(transaction, outcome, syncId, now);
    step();
    await writeAttack(transaction, outcome);
    step();
    await writeVersions(transaction, outcome, syncId, now);
    step();
    await writeSearch(transaction, outcome);
    step();
    await writeIssues(transaction, outcome.issues, syncId);
    step();
    await writeCache(transaction, outcome.cache);
    step();
    await transaction.syncRun.update({
      where: { id: syncId },
      data: { summary: await summarize(transaction, syncId) },
    });
    step();
    return syncId;
  });
}

function isTouched({ read, change }: PlannedRule, { derived, enriched }: Outcome): boolean {
  return change !== null || derived.has(read.id) || enriched.has(read.id);
}

/** Most rules of most syncs: seen again, as they were. */
async function writeUntouched(
  transaction: Transaction,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  const { source, commit } = outcome.run;
  const ids = outcome.plan.rules
    .filter((rule) => !rule.kept && !isTouched(rule, outcome))
    .map(({ read }) => read.id);
  for (const some of chunks(ids)) {
    await transaction.rule.updateMany({
      where: { id: { in: some } },
      data: { source, commit, retrievedAt: now },
    });
  }
}

async function writeNew(
  transaction: Transaction,
  rules: readonly PlannedRule[],
  outcome: Outcome,
  syncId: number,
  now: Date,
): Promise<void> {
  const data = rules.map((rule) => ({
    ...ruleColumns(rule),
    ...placeOf(rule, outcome, now),
    ...resultsOf(rule, outcome),
    firstSeenAt: now,
    changedAt: now,
    firstSyncId: syncId,
    changedSyncId: syncId,
  }));
  await transaction.rule.createMany({ data });
}

function placeOf({ read }: PlannedRule, { run }: Outcome, now: Date) {
  return {
    collection: run.collection ?? read.collection,
    inFeed: isInFeed(read.collection),
    path: read.path,
    source: run.source,
    commit: run.commit,
    retrievedAt: now,
  };
}

function resultsOf({ read }: PlannedRule, outcome: Outcome) {
  const made = outcome.derived.get(read.id);
  return {
    derivedHash: outcome.derivedHash.get(read.id) ?? '',
    enrichedHash: outcome.enrichedHash.get(read.id) ?? '',
    ...(made ? { proof: made.proof, proofHash: made.proofHash } : {}),
  };
}

/** The columns of a rule that was there before. A kept rule was not retrieved: only its results differ. */
function updateOf(planned: PlannedRule, outcome: Outcome, syncId: number, now: Date): RuleUpdate {
  const { read, change, kept } = planned;
  const own = { ...ruleColumns(planned), ...resultsOf(planned, outcome) };
  if (kept) return own;
  const placed = { ...own, ...placeOf(planned, outcome, now) };
  if (change !== 'changed' && change !== 'restored') return placed;
  return { ...placed, id: read.id, changedAt: now, removedAt: null, changedSyncId: syncId };
}

type RuleUpdate = { id: string } & Record<string, string | number | boolean | Date | null>;

/**
 * Updates many rules by one statement for each set of columns: a statement for each rule would take
 * most of the time that a sync with a new translator has.
 */
async function updateRules(transaction: Transaction, updates: readonly RuleUpdate[]) {
  const groups = new Map<string, RuleUpdate[]>();
  for (const update of updates) {
    const columns = Object.keys(update).join();
    groups.set(columns, [...(groups.get(columns) ?? []), update]);
  }
  for (const [columns, rows] of groups) {
    const assignments = columns
      .split(',')
      .filter((column) => column !== 'id')
      .map((column) => `"${column}" = json_extract(j.value, '$.${column}')`);
    const json = JSON.stringify(rows.map(storedForm));
    await transaction.$executeRawUnsafe(
      `UPDATE "Rule" SET ${assignments.join(', ')} FROM json_each(?) j
       WHERE "Rule"."id" = json_extract(j.value, '$.id')`,
      json,
    );
  }
}

/** Dates as Prisma's adapter stores them. */
function storedForm(row: RuleUpdate) {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Date ? value.toISOString().replace('Z', '+00:00') : value,
    ]),
  );
}

async function writeDerived(transaction: Transaction, outcome: Outcome, now: Date): Promise<void> {
  const { derived, enriched, translatorVersion } = outcome;
  for (const ids of chunks([...derived.keys()])) {
    await transaction.translation.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const proven = [...derived].filter(([, { isNewEvidence }]) => isNewEvidence);
  for (const ids of chunks(proven.map(([id]) => id))) {
    await transaction.evidence.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const translations = [...derived].flatMap(([id, { translations }]) =>
    translations.map((translation) => translationRow(id, translation, translatorVersion)),
  );
  for (const data of chunks(translations)) await transaction.translation.createMany({ data });
  const evidence = proven.flatMap(([, each]) =>
    each.evidence.map((item) => evidenceRow(item, now)),
  );
  for (const data of chunks(evidence)) await transaction.evidence.createMany({ data });

  for (const ids of chunks([...enriched.keys()])) {
    await transaction.enrichment.deleteMany({ where: { ruleId: { in: ids } } });
  }
  const enrichments = [...enriched].map(([id, enrichment]) => enrichmentRow(id, enrichment));
  for (const data of chunks(enrichments)) await transaction.enrichment.createMany({ data });
}

async function writeRemoved(
  transaction: Transaction,
  { plan }: Outcome,
  syncId: number,
  now: Date,
): Promise<void> {
  for (const ids of chunks(plan.removed.map(({ id }) => id))) {
    await transaction.rule.updateMany({
      where: { id: { in: ids } },
      data: { removedAt: now, changedSyncId: syncId, changedAt: now },
    });
  }
}

/** Tags are resolved against ATT&CK as it is now, so they are written anew whenever either changed. */
async function writeAttack(transaction: Transaction, outcome: Outcome): Promise<void> {
  const { attack, attackChanged, tags, plan } = outcome;
  const ids = attackChanged
    ? [...tags.keys()]
    : plan.rules.filter(({ change }) => change !== null).map(({ read }) => read.id);
  if (attackChanged) {
    await transaction.ruleTechnique.deleteMany();
    await transaction.ruleTactic.deleteMany();
    await transaction.technique.deleteMany();
    await transaction.tactic.deleteMany();
    for (const data of chunks(tacticRows(attack))) await transaction.tactic.createMany({ data });
    for (const data of chunks(techniqueRows(attack))) {
      await transaction.technique.createMany({ data });
    }
  } else {
    for (const some of chunks(ids)) {
      await transaction.ruleTechnique.deleteMany({ where: { ruleId: { in: some } } });
      await transaction.ruleTactic.deleteMany({ where: { ruleId: { in: some } } });
    }
  }
  const techniques = ids.flatMap((ruleId) =>
    (tags.get(ruleId)?.techniques ?? []).map((row) => ({ ruleId, ...row })),
  );
  for (const data of chunks(techniques)) await transaction.ruleTechnique.createMany({ data });
  const tactics = ids.flatMap((ruleId) =>
    (tags.get(ruleId)?.tactics ?? []).map((shortName) => ({ ruleId, shortName })),
  );
  for (const data of chunks(tactics)) await transaction.ruleTactic.createMany({ data });
}

async function writeVersions(
  transaction: Transaction,
  { plan, run }: Outcome,
  syncId: number,
  now: Date,
): Promise<void> {
  const versions = plan.rules.flatMap(({ read, change }) => {
    if (change === null) return [];
    const { id: ruleId, contentHash, raw, path } = read;
    return [{ ruleId, syncId, contentHash, raw, path, commit: run.commit, change, seenAt: now }];
  });
  for (const data of chunks(versions)) await transaction.ruleVersion.createMany({ data });
  for (const { id: ruleId, contentHash, path } of plan.removed) {
    const { raw } = await transaction.rule.findUniqueOrThrow({
      where: { id: ruleId },
      select: { raw: true },
    });
    const change = 'removed';
    await transaction.ruleVersion.create({
      data: { ruleId, syncId, contentHash, raw, path, commit: run.commit, change, seenAt: now },
    });
  }
}

async function writeSearch(
  transaction: Transaction,
  { plan, derived, enriched }: Outcome,
): Promise<void> {
  const touched = new Set([...derived.keys(), ...enriched.keys()]);
  for (const { read, change } of plan.rules) if (change !== null) touched.add(read.id);
  const gone = JSON.stringify([...touched, ...plan.removed.map(({ id }) => id)]);
  await transaction.$executeRaw`
    DELETE FROM "RuleSearch" WHERE "ruleId" IN (SELECT value FROM json_each(${gone}))`;
  await transaction.$executeRaw`
    DELETE FROM "RuleSubstring" WHERE "ruleId" IN (SELECT value FROM json_each(${gone}))`;
  const fresh = JSON.stringify([...touched]);
  await transaction.$executeRaw`
    INSERT INTO "RuleSearch" ("ruleId", "title", "description", "raw", "kql", "hypothesis")
    SELECT r."id", r."title", r."description", r."raw",
      coalesce((SELECT group_concat(t."kql", char(10)) FROM "Translation" t WHERE t."ruleId" = r."id"), ''),
      coalesce(e."hypothesis", '')
    FROM "Rule" r LEFT JOIN "Enrichment" e ON e."ruleId" = r."id"
    WHERE r."id" IN (SELECT value FROM json_each(${fresh}))`;
  await transaction.$executeRaw`
    INSERT INTO "RuleSubstring" ("ruleId", "text")
    SELECT r."id", r."raw" || char(10) ||
      coalesce((SELECT group_concat(t."kql", char(10)) FROM "Translation" t WHERE t."ruleId" = r."id"), '')
    FROM "Rule" r WHERE r."id" IN (SELECT value FROM json_each(${fresh}))`;
}

async function writeIssues(
  transaction: Transaction,
  issues: readonly Issue[],
  syncId: number,
): Promise<void> {
  for (const some of chunks(issues)) {
    await transaction.syncIssue.createMany({ data: some.map((each) => ({ ...each, syncId })) });
  }
}

async function writeCache(
  transaction: Transaction,
  { added, unused }: Outcome['cache'],
): Promise<void> {
  for (const keys of chunks(unused)) {
    await transaction.cache.deleteMany({ where: { key: { in: [...keys] } } });
  }
  for (const some of chunks([...added])) {
    const keys = some.map(([key]) => key);
    await transaction.cache.deleteMany({ where: { key: { in: keys } } });
    await transaction.cache.createMany({ data: some.map(([key, value]) => ({ key, value })) });
  }
}

function chunks<Item>(items: readonly Item[]): Item[][] {
  const result: Item[][] = [];
  for (let at = 0; at < items.length; at += CHUNK) result.push(items.slice(at, at + CHUNK));
  return result;
}
