import type { Summary } from '@/lib/catalog/stored/sync-summary';
import { TASK_LIMIT_MS } from '../kql/thread-pool';
import { type Rule, relatedRules } from '../sigma';
import { combine, sha256 } from './hash';
import type { FetchedInputs } from './inputs';
import type { Issue } from './issue';
import type { Plan } from './plan';
import type { ReadSource } from './read-source';
import { type SourceFile, TUNING } from './source';
import type { Start } from './start';
import { attempt } from './steps/attempt';
import { ResultCache } from './steps/cache';
import { deriveRules } from './steps/derive';
import { enrichRules } from './steps/enrich';
import { samplesByRule } from './steps/prove';
import { loadTools } from './steps/tools';
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

type Related = (rule: Rule) => ReadonlyMap<string, Rule>;

/**
 * Translates, proves and enriches the rules whose inputs have changed since the catalog's last sync. The
 * results of all other rules stay as they are.
 */
export async function makeResults(
  start: Start,
  inputs: FetchedInputs,
  { plan, attack, sources }: ReadSource,
): Promise<Results> {
  const { catalog, options } = start;
  const { state } = inputs;
  const asOf = newest(sources.map(({ files }) => files.date));
  const { progress, signal } = options;
  const related = relatedRules(plan.rules.flatMap(({ read }) => read.rule ?? []));
  const samples = samplesByRule(sources.flatMap(({ files }) => files.samples));
  // A rule's age is stated in years.
  const year = asOf?.slice(0, 4) ?? null;
  const hashes = hashRules(plan, related, samples, start.versions, [state.attackHash, year]);
  const { derivedHash, enrichedHash } = hashes;
  const hashed = plan.rules.filter(({ read }) => derivedHash.has(read.id));

  const stale = hashed.filter(
    ({ read, stored }) => stored?.derivedHash !== derivedHash.get(read.id),
  );
  const tools = (options.loadTools ?? loadTools)(
    options.root,
    options.ruleLimit ?? TASK_LIMIT_MS,
    options.placeholders,
  );
  const cache = new ResultCache(catalog);
  const { derived, failed, issues, checked, proved, slowest } = await deriveRules({
    rules: stale,
    related,
    own: new Set(plan.rules.flatMap(({ read }) => (read.sourceId === TUNING.id ? read.id : []))),
    samples,
    tools,
    catalog,
    cache,
    progress,
    signal,
  }).finally(() => tools.close());

  const enriching = progress.begin('enrich');
  const unenriched = hashed.filter(
    ({ read, stored }) => stored?.enrichedHash !== enrichedHash.get(read.id),
  );
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
  for (const { ruleId } of issues) if (ruleId !== null) derivedHash.delete(ruleId);
  for (const { read } of unenriched) {
    if (failed.has(read.id) || !enriched.has(read.id)) enrichedHash.delete(read.id);
  }

  return {
    derived,
    enriched,
    derivedHash,
    enrichedHash,
    translatorVersion: tools.translator.version,
    cache: {
      added: cache.added,
      unused: stale.length === plan.rules.length ? await cache.unused() : [],
    },
    issues: [...hashes.issues, ...tools.issues, ...issues, ...enrichIssues],
    work: { translated: derived.size, checked, proved, enriched: enriched.size },
    slowest,
  };
}

/** The latest of ISO 8601 dates; null if there is none. */
function newest(dates: readonly (string | null)[]): string | null {
  return dates.reduce((latest, date) => (date && (!latest || date > latest) ? date : latest), null);
}

/**
 * Hashes over all inputs of a rule's results. If one equals the stored hash, the result is current. A rule
 * on which this fails has an issue and no hash, so that it keeps its previous results.
 */
function hashRules(
  plan: Plan,
  related: Related,
  samples: ReadonlyMap<string, readonly SourceFile[]>,
  versions: Start['versions'],
  enrichedFrom: readonly (string | null)[],
) {
  const derivedHash = new Map<string, string>();
  const enrichedHash = new Map<string, string>();
  const issues: Issue[] = [];
  for (const { read } of plan.rules) {
    const others = attempt('translation', read, issues, () =>
      read.rule ? [...related(read.rule).values()] : [],
    );
    if (!others) continue;
    const derived = combine([
      versions.derive,
      read.contentHash,
      ...(samples.get(read.id) ?? []).map(({ bytes }) => sha256(bytes)),
      '/',
      ...others.map(({ text }) => sha256(text)).sort(),
    ]);
    derivedHash.set(read.id, derived);
    enrichedHash.set(read.id, combine([derived, versions.enrich, ...enrichedFrom]));
  }
  return { derivedHash, enrichedHash, issues };
}
