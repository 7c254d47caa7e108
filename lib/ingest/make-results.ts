import type { Summary } from '@/lib/catalog/stored/sync-summary';
import type { Work } from './find-work';
import type { Issue } from './issue';
import type { ReadSource } from './read-source';
import type { Start } from './start';
import { ResultCache } from './steps/cache';
import { deriveRules, pendingOf } from './steps/derive';
import { enrichRules } from './steps/enrich';
import type { Queries } from './steps/make-queries';
import type { Derived } from './steps/rows';
import { slowestOf } from './steps/slowest';
import type { SyncTools } from './steps/tools';
import type { Outcome } from './write/outcome';

/** What a sync makes of its rules. */
export interface Results
  extends Pick<
    Outcome,
    'derived' | 'enriched' | 'derivedHash' | 'enrichedHash' | 'translatorVersion' | 'cache'
  > {
  readonly issues: readonly Issue[];
  readonly work: Summary['work'];
  readonly slowest: NonNullable<Summary['slowest']>;
}

/**
 * Queries of new texts, whose checks, evidence and enrichment are pending. They have no hashes, so that
 * whatever goes on from here makes the rest. A rule whose text the catalog has keeps what it has.
 */
export function pendingResults(work: Work, queries: Queries, tools: SyncTools): Results {
  const derived = new Map<string, Derived>();
  for (const { read, change } of work.stale) {
    const translations = queries.translated.get(read.id);
    if (!translations || change === null || change === 'renamed') continue;
    derived.set(read.id, pendingOf(translations, queries.tuned.get(read.id) ?? null));
  }
  return {
    derived,
    enriched: new Map(),
    derivedHash: without(
      work.derivedHash,
      work.stale.map(({ read }) => read.id),
    ),
    enrichedHash: without(
      work.enrichedHash,
      work.unenriched.map(({ read }) => read.id),
    ),
    translatorVersion: tools.translator.version,
    cache: { added: new Map(), unused: [] },
    issues: [...work.issues, ...tools.issues, ...queries.issues],
    work: { translated: derived.size, checked: 0, proved: 0, enriched: 0 },
    slowest: slowestOf(queries.steps),
  };
}

/**
 * Checks, proves and enriches the rules whose inputs have changed since the catalog's last sync. The
 * results of all other rules stay as they are.
 */
export async function makeResults(
  { catalog, options }: Start,
  { plan, attack }: ReadSource,
  work: Work,
  queries: Queries,
  tools: SyncTools,
): Promise<Results> {
  const { progress, signal } = options;
  const { stale, unenriched, related, samples, asOf } = work;
  const cache = new ResultCache(catalog);
  const { derived, failed, issues, checked, proved, slowest } = await deriveRules({
    rules: stale,
    queries,
    related,
    samples,
    tools,
    catalog,
    cache,
    progress,
    signal,
  });

  const enriching = progress.begin('enrich');
  const { enriched, issues: enrichIssues } = await enrichRules({
    rules: unenriched,
    derived,
    related,
    attack,
    enrich: tools.enrich,
    columnOf: tools.translator.columnOf,
    asOf,
    catalog,
    signal,
    onEnriched: (done, total) => enriching.advance(done, total),
  });
  enriching.end(`${enriched.size} rules`);
  // Without the hash of its inputs, the next sync works on a rule again and reports its issues again.
  const again = [...queries.issues, ...issues].flatMap(({ ruleId }) => ruleId ?? []);
  const unfinished = unenriched.flatMap(({ read: { id } }) =>
    failed.has(id) || !enriched.has(id) ? id : [],
  );
  return {
    derived,
    enriched,
    derivedHash: without(work.derivedHash, again),
    enrichedHash: without(work.enrichedHash, unfinished),
    translatorVersion: tools.translator.version,
    cache: {
      added: cache.added,
      unused: stale.length === plan.rules.length ? await cache.unused() : [],
    },
    issues: [...work.issues, ...tools.issues, ...queries.issues, ...issues, ...enrichIssues],
    work: { translated: derived.size, checked, proved, enriched: enriched.size },
    slowest,
  };
}

function without(
  hashes: ReadonlyMap<string, string>,
  ids: readonly string[],
): ReadonlyMap<string, string> {
  const left = new Map(hashes);
  for (const id of ids) left.delete(id);
  return left;
}
