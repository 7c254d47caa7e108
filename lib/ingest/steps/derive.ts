import type { SlowStep } from '@/lib/catalog/stored/sync-summary';
import type { Catalog } from '../../catalog/client';
import { proofOf } from '../../proof';
import type { Rule } from '../../sigma';
import type { Translation } from '../../translate';
import type { Issue } from '../issue';
import type { PlannedRule } from '../plan';
import type { Progress } from '../progress';
import type { SourceFile } from '../source/types';
import { attempt } from './attempt';
import type { ResultCache } from './cache';
import { applyFindings } from './check';
import type { Queries } from './make-queries';
import { type Proven, proveRules } from './prove';
import type { Derived } from './rows';
import { slowestOf } from './slowest';
import type { SyncTools } from './tools';
import type { Tuned } from './tuned';

export interface DeriveInput {
  readonly rules: readonly PlannedRule[];
  readonly queries: Queries;
  readonly related: (rule: Rule) => ReadonlyMap<string, Rule>;
  readonly tools: SyncTools;
  readonly samples: ReadonlyMap<string, readonly SourceFile[]>;
  readonly catalog: Catalog;
  readonly cache: ResultCache;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

export interface DeriveResult {
  /** Without the rules that keep their previous results because a step failed on them. */
  readonly derived: ReadonlyMap<string, Derived>;
  /** Rules on which a step failed, by id. */
  readonly failed: ReadonlySet<string>;
  readonly issues: readonly Issue[];
  readonly checked: number;
  readonly proved: number;
  readonly slowest: readonly SlowStep[];
}

/**
 * Has queries checked and proven on events. A rule on which this fails has an issue, and keeps its previous
 * results or has none.
 */
export async function deriveRules(input: DeriveInput): Promise<DeriveResult> {
  const { rules, queries, tools, progress } = input;
  const { translated, tuned } = queries;
  const issues: Issue[] = [];
  const proving = progress.begin('prove');
  const { proven, findings, checked, proved, checkShare, steps, ...found } = await proveRules({
    ...input,
    rules: rules.filter(({ read }) => translated.has(read.id)),
    translations: translated,
    onProven: (done, total) => proving.advance(done, total),
  });
  for (const each of found.issues) issues.push(each);
  const share = `${Math.round(100 * checkShare)} %`;
  proving.end(
    `${checked} queries by Microsoft’s parser (${share} of the time), ${proved} rules run on events; the rest is known or has no query`,
  );

  const derived = new Map<string, Derived>();
  for (const { read } of rules) {
    const translations = translated.get(read.id);
    const proof = proven.get(read.id);
    if (!translations || !proof) continue;
    const result = attempt('proof', read, issues, () => {
      const results = translations.map((translation) =>
        applyFindings(translation, findings, tools.checkVersion, read.id, read.path),
      );
      return { results, derived: derivedOf(results, proof, tuned.get(read.id) ?? null) };
    });
    if (!result) continue;
    for (const each of result.results) for (const one of each.issues) issues.push(one);
    derived.set(read.id, result.derived);
  }
  return {
    derived,
    failed: new Set(rules.map(({ read }) => read.id).filter((id) => !derived.has(id))),
    issues,
    checked,
    proved,
    slowest: slowestOf([...queries.steps, ...steps]),
  };
}

function derivedOf(
  results: readonly ReturnType<typeof applyFindings>[],
  { evidence, proofHash, isNew }: Proven,
  tuned: Tuned | null,
): Derived {
  const translations = results.map(({ translation }) => translation);
  const proof = proofOf(translations, evidence);
  return { translations, evidence, proofHash, isNewEvidence: isNew, proof, tuned };
}

/** Queries as they are before their check: without facts and evidence. */
export function pendingOf(translations: readonly Translation[], tuned: Tuned | null): Derived {
  const hasQuery = translations.some(({ kql }) => kql !== null);
  return {
    translations: translations.map((translation) => ({
      ...translation,
      facts: [null, ...translation.alternatives.map(() => null)],
      checkErrors: null,
    })),
    evidence: [],
    proofHash: '',
    isNewEvidence: true,
    proof: hasQuery ? 'pending' : proofOf(translations, []),
    tuned,
  };
}
