import { type Rule, relatedRules } from '../sigma';
import { combine, sha256 } from './hash';
import type { FetchedInputs } from './inputs';
import type { Issue } from './issue';
import type { Plan, PlannedRule } from './plan';
import type { ReadSource } from './read-source';
import type { SourceFile } from './source';
import type { Start } from './start';
import { attempt } from './steps/attempt';
import { samplesByRule } from './steps/prove';

type Related = (rule: Rule) => ReadonlyMap<string, Rule>;

/** The rules whose results are made anew, and what they are made of. */
export interface Work {
  /** Whose queries and evidence rest on something else than in the catalog. */
  readonly stale: readonly PlannedRule[];
  /** The same of the enrichment. */
  readonly unenriched: readonly PlannedRule[];
  readonly related: Related;
  readonly samples: ReadonlyMap<string, readonly SourceFile[]>;
  /** The date of the newest source, ISO 8601; null if none has one. */
  readonly asOf: string | null;
  /** Of all rules, by id. A rule without one is worked on again by the next sync. */
  readonly derivedHash: ReadonlyMap<string, string>;
  readonly enrichedHash: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
}

/** Finds the rules whose inputs have changed since the catalog's results were made. */
export function findWork(
  { versions }: Start,
  { state }: FetchedInputs,
  { plan, sources }: ReadSource,
): Work {
  const asOf = newest(sources.map(({ files }) => files.date));
  const related = relatedRules(plan.rules.flatMap(({ read }) => read.rule ?? []));
  const samples = samplesByRule(sources.flatMap(({ files }) => files.samples));
  // A rule's age is stated in years.
  const year = asOf?.slice(0, 4) ?? null;
  const hashes = hashRules(plan, related, samples, versions, [state.attackHash, year]);
  const { derivedHash, enrichedHash } = hashes;
  const hashed = plan.rules.filter(({ read }) => derivedHash.has(read.id));
  return {
    stale: hashed.filter(({ read, stored }) => stored?.derivedHash !== derivedHash.get(read.id)),
    unenriched: hashed.filter(
      ({ read, stored }) => stored?.enrichedHash !== enrichedHash.get(read.id),
    ),
    related,
    samples,
    asOf,
    ...hashes,
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
