import { createHash } from 'node:crypto';
import type { Catalog } from '@/lib/catalog/client';
import { databaseAt, openDatabase } from '@/lib/catalog/database';

/** What a catalog holds, without the times at which it was written. */
export interface CatalogContent {
  /** Ids of the rules that pages show. */
  readonly present: readonly string[];
  /** Ids of all rules, those that were removed as well. */
  readonly all: readonly string[];
  /** Each text that a rule has had. */
  readonly versions: readonly string[];
  /** What belongs to the operator: texts of a model, states and deliveries of webhooks. */
  readonly own: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** Of all the above, and of what rules, queries, evidence and the search say. */
  readonly hash: string;
}

/** What is in a catalog that has no tables yet. */
export const EMPTY: CatalogContent = {
  present: [],
  all: [],
  versions: [],
  own: [],
  counts: {},
  hash: 'empty',
};

/** Reads a catalog. One without tables, or without rules and syncs, is EMPTY. */
export async function readContent(address: string): Promise<CatalogContent> {
  const database = databaseAt(address);
  const problem = await database.inspect();
  if (problem?.kind === 'missing') return EMPTY;
  if (problem) throw new Error(`${problem.what}. ${problem.next}`);
  const catalog = openDatabase(database);
  try {
    return await read(catalog);
  } finally {
    await catalog.$disconnect();
  }
}

async function read(catalog: Catalog): Promise<CatalogContent> {
  const rules = await catalog.rule.findMany({
    orderBy: { id: 'asc' },
    select: { id: true, title: true, path: true, contentHash: true, removedAt: true },
  });
  const versions = await catalog.ruleVersion.findMany({
    select: { ruleId: true, contentHash: true, change: true },
  });
  const translations = await catalog.translation.findMany({
    select: { ruleId: true, target: true, outcome: true, kql: true },
  });
  const texts = await catalog.modelText.findMany({ select: { ruleId: true, text: true } });
  const webhooks = await catalog.webhookState.findMany({ select: { webhookId: true } });
  const deliveries = await catalog.webhookDelivery.findMany({ select: { id: true } });
  const found = await catalog.$queryRaw<{ ruleId: string }[]>`SELECT "ruleId" FROM "RuleSearch"`;
  const runs = await catalog.syncRun.findMany({
    where: { outcome: { in: ['pending', 'completed'] } },
    select: { outcome: true },
  });
  if (rules.length === 0 && runs.length === 0) return EMPTY;
  const lines = {
    rules: rules.map(({ removedAt, ...rule }) => line({ ...rule, removed: removedAt !== null })),
    versions: versions.map(line),
    translations: translations.map(({ kql, ...rest }) =>
      line({ ...rest, kql: kql === null ? null : Buffer.from(kql).toString('base64') }),
    ),
    own: [...texts.map(line), ...webhooks.map(line), ...deliveries.map(line)],
    search: found.map(({ ruleId }) => ruleId),
    runs: runs.map(line),
  };
  const counts = {
    rules: rules.length,
    versions: versions.length,
    translations: translations.length,
    evidence: await catalog.evidence.count(),
    enrichments: await catalog.enrichment.count(),
    changes: await catalog.ruleChange.count(),
    techniques: await catalog.ruleTechnique.count(),
    searched: found.length,
    own: lines.own.length,
    pending: runs.filter(({ outcome }) => outcome === 'pending').length,
    completed: runs.filter(({ outcome }) => outcome === 'completed').length,
  };
  for (const each of Object.values(lines)) each.sort();
  return {
    present: rules.filter(({ removedAt }) => removedAt === null).map(({ id }) => id),
    all: rules.map(({ id }) => id),
    versions: versions.map(({ ruleId, contentHash }) => `${ruleId} ${contentHash}`),
    own: lines.own,
    counts,
    hash: createHash('sha256')
      .update(JSON.stringify([counts, lines]))
      .digest('hex'),
  };
}

const line = (values: object) => JSON.stringify(values);
