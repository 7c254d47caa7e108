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
import { type Proven, proveRules } from './prove';
import type { Derived } from './rows';
import { slowestOf } from './slowest';
import type { SyncTools } from './tools';
import { translationsOf } from './translate';
import { translateRules } from './translate-rules';
import { type Tuned, tunedRules } from './tuned';

export interface DeriveInput {
  readonly rules: readonly PlannedRule[];
  readonly related: (rule: Rule) => ReadonlyMap<string, Rule>;
  /** The ids of the operator's own filters. */
  readonly own: ReadonlySet<string>;
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
 * Translates rules, checks their queries and proves them on events. A rule on which this fails has an
 * issue, and keeps its previous results or has none.
 */
export async function deriveRules(input: DeriveInput): Promise<DeriveResult> {
  const { rules, related, own, tools, progress, signal } = input;
  const issues: Issue[] = [];
  const { translated, steps: translateSteps } = await translateAll(input, issues);

  const tuned = await tunedRules(rules, related, tools, own, signal);
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
    slowest: slowestOf([...translateSteps, ...steps]),
  };
}

interface Translated {
  /** By rule, without the rules on which translating failed and whose earlier queries stay. */
  readonly translated: Map<string, readonly Translation[]>;
  readonly steps: readonly SlowStep[];
}

async function translateAll(input: DeriveInput, issues: Issue[]): Promise<Translated> {
  const { rules, progress } = input;
  const translating = progress.begin('translate');
  const answers = await translateRules(input, (done) => translating.advance(done, rules.length));
  const translated = new Map<string, readonly Translation[]>();
  const steps: SlowStep[] = [];
  for (const { read, stored } of rules) {
    const answer = answers.get(read.id) ?? null;
    const result = translationsOf(read, answer);
    for (const each of result.issues) issues.push(each);
    const isCurrent = stored?.contentHash === read.contentHash && !stored.removed;
    // Earlier queries are right for the same text. For a new text, say that there is none.
    if (result.issues.length === 0 || !isCurrent) translated.set(read.id, result.translations);
    if (!answer) continue;
    steps.push({ path: read.path, step: 'translate', milliseconds: answer.milliseconds });
  }
  translating.end(`${rules.length} rules`);
  return { translated, steps };
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
