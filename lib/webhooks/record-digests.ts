import { randomUUID } from 'node:crypto';
import { hideSecrets } from '@/lib/address';
import { type Catalog, getCatalog } from '@/lib/catalog/client';
import { findRules } from '@/lib/catalog/feed';
import { licenceOf } from '@/lib/catalog/licence';
import { describeMistake } from '@/lib/catalog/mistake';
import type { RuleIndex } from '@/lib/catalog/rule-index';
import { upstreamUrl } from '@/lib/catalog/source-link';
import { readSources } from '@/lib/catalog/sources';
import { type Digest, webhookDigest, webhookRuleIds } from '@/lib/catalog/stored/webhook-digest';
import { MEANINGS, type Meaning } from '@/lib/changes/types';
import { storedText } from '@/lib/text/cut-text';
import { compareStates, type SeenChange } from './compare-states';
import { type DraftDigest, draftDigest, finishDigest, type RuleFacts } from './make-digest';
import type { Webhook } from './webhook-file';

/** Deliveries that the catalog remembers. */
const MAX_KEPT = 500;

/**
 * Compares what each webhook's filter finds with what it found at its last digest, and stores a digest where that
 * differs, to be delivered from then on. A webhook that is new, or whose filter is, begins with what is there. Returns
 * what the operator should know of the filters.
 */
export async function recordDigests(webhooks: readonly Webhook[], now: Date): Promise<string[]> {
  const catalog = getCatalog();
  const notes: string[] = [];
  for (const webhook of webhooks) {
    const { rules, index, mistakes } = await findRules(webhook.filter, { fresh: true });
    for (const one of mistakes) notes.push(`webhook ${webhook.id}: ${describeMistake(one)}`);
    const ids = rules.map(({ id }) => id);
    const digest = await digestOf(catalog, webhook, ids, index);
    if (digest !== 'known') await store(catalog, webhook, { ids, digest, index, now });
  }
  await forgetOld(catalog);
  return notes;
}

/** What there is to tell; null if nothing, `known` if the last digest was about this very sync. */
async function digestOf(
  catalog: Catalog,
  webhook: Webhook,
  ids: readonly string[],
  index: RuleIndex,
): Promise<Digest | null | 'known'> {
  const former = await catalog.webhookState.findUnique({ where: { webhookId: webhook.id } });
  if (former === null || former.filter !== webhook.filterText) return null;
  if (former.syncId === index.syncId) return 'known';
  const events = compareStates({
    before: new Set(webhookRuleIds.read(former.ruleIds, webhook.id)),
    now: new Set(ids),
    seen: await readChanges(catalog, former.syncId),
  });
  const draft = draftDigest(webhook, events, index);
  return draft && finishDigest(draft, await readFacts(catalog, draft, index));
}

/** What syncs after this one have seen. */
async function readChanges(catalog: Catalog, syncId: number): Promise<SeenChange[]> {
  const where = { syncId: { gt: syncId } };
  const [versions, judged] = await Promise.all([
    catalog.ruleVersion.findMany({
      where,
      select: { ruleId: true, syncId: true, change: true },
      orderBy: { id: 'asc' },
    }),
    catalog.ruleChange.findMany({ where, select: { ruleId: true, syncId: true, meaning: true } }),
  ]);
  const meanings = new Map(judged.map((row) => [`${row.syncId} ${row.ruleId}`, row.meaning]));
  return versions.map((version) => ({
    ruleId: version.ruleId,
    change: version.change,
    meaning: readMeaning(meanings.get(`${version.syncId} ${version.ruleId}`)),
  }));
}

function readMeaning(text: string | undefined): Meaning | null {
  return MEANINGS.find((meaning) => meaning === text) ?? null;
}

async function readFacts(
  catalog: Catalog,
  { named }: DraftDigest,
  { byId }: RuleIndex,
): Promise<Map<string, RuleFacts>> {
  const [sources, rows] = await Promise.all([
    readSources(catalog),
    catalog.rule.findMany({
      where: { id: { in: named.map(({ id }) => id) } },
      select: {
        id: true,
        title: true,
        level: true,
        author: true,
        license: true,
        source: true,
        sourceId: true,
        commit: true,
        path: true,
      },
    }),
  ]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        title: storedText(row.title, 'title'),
        level: row.level,
        techniques: byId.get(row.id)?.techniques ?? [],
        author: row.author && storedText(row.author, 'author'),
        licence: licenceOf(row.license, sources.get(row.sourceId) ?? null),
        source: upstreamUrl(hideSecrets(row.source), row.commit, row.path),
      },
    ]),
  );
}

interface Compared {
  readonly ids: readonly string[];
  readonly digest: Digest | null;
  readonly index: RuleIndex;
  readonly now: Date;
}

/** The state and the digest together, so that a process that ends here tells nothing twice and leaves nothing out. */
async function store(
  catalog: Catalog,
  { id: webhookId, filterText: filter }: Webhook,
  { ids, digest, index: { syncId }, now }: Compared,
): Promise<void> {
  const state = { filter, syncId, ruleIds: webhookRuleIds.write(ids) };
  const keepState = catalog.webhookState.upsert({
    where: { webhookId },
    create: { webhookId, ...state },
    update: state,
  });
  if (digest === null) {
    await keepState;
    return;
  }
  const delivery = catalog.webhookDelivery.create({
    data: {
      id: `msg_${randomUUID()}`,
      webhookId,
      syncId,
      createdAt: now,
      digest: webhookDigest.write(digest),
      state: 'waiting',
      nextAttemptAt: now,
    },
  });
  await catalog.$transaction([keepState, delivery]);
}

async function forgetOld(catalog: Catalog): Promise<void> {
  const [oldest] = await catalog.webhookDelivery.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: MAX_KEPT,
    take: 1,
    select: { createdAt: true },
  });
  if (!oldest) return;
  await catalog.webhookDelivery.deleteMany({
    where: { createdAt: { lte: oldest.createdAt }, state: { not: 'waiting' } },
  });
}
