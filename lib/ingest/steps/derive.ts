import type { Catalog } from '../../catalog/client';
import { proofOf } from '../../proof';
import type { Rule } from '../../sigma';
import type { Translation } from '../../translate';
import type { Issue } from '../issue';
import type { PlannedRule } from '../plan';
import type { Progress } from '../progress';
import type { SourceFile } from '../source/types';
import type { ResultCache } from './cache';
import { applyFindings } from './check';
import { proveRules } from './prove';
import type { Derived } from './rows';
import type { SyncTools } from './tools';
import { translateRule } from './translate';

export interface DeriveInput {
  readonly rules: readonly PlannedRule[];
  readonly related: (rule: Rule) => ReadonlyMap<string, Rule>;
  readonly tools: SyncTools;
  readonly samples: ReadonlyMap<string, readonly SourceFile[]>;
  readonly catalog: Catalog;
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

/** Translates rules, checks their queries and proves them on events. */
export async function deriveRules(input: DeriveInput): Promise<DeriveResult> {
  const { rules, related, tools, progress } = input;
  const issues: Issue[] = [];

  const translating = progress.begin('translate');
  const translated = new Map<string, Translation[]>();
  for (const [index, { read }] of rules.entries()) {
    const others = read.rule ? related(read.rule) : NOTHING;
    const result = translateRule(read, tools.translator, others);
    translated.set(read.id, result.translations);
    issues.push(...result.issues);
    translating.advance(index, rules.length);
    input.signal?.throwIfAborted();
  }
  translating.end(`${rules.length} rules`);

  const proving = progress.begin('prove');
  const { proven, findings, checked, proved, checkShare, ...found } = await proveRules({
    ...input,
    translations: translated,
    onProven: (done, total) => proving.advance(done, total),
  });
  issues.push(...found.issues);
  const share = `${Math.round(100 * checkShare)} %`;
  proving.end(
    `${checked} queries by Microsoft’s parser (${share} of the time), ${proved} rules run on events; the rest is known or has no query`,
  );

  const derived = new Map<string, Derived>();
  for (const { read } of rules) {
    const { id, path } = read;
    const results = (translated.get(id) ?? []).map((translation) =>
      applyFindings(translation, findings, tools.checkVersion, id, path),
    );
    issues.push(...results.flatMap((result) => result.issues));
    const translations = results.map(({ translation }) => translation);
    const proof = proven.get(id);
    const evidence = proof?.evidence ?? [];
    derived.set(id, {
      translations,
      evidence,
      proofHash: proof?.proofHash ?? '',
      isNewEvidence: proof?.isNew ?? true,
      proof: proofOf(translations, evidence),
    });
  }
  return { derived, issues, checked, proved };
}
