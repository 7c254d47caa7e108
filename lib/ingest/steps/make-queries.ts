import type { SlowStep } from '@/lib/catalog/stored/sync-summary';
import type { Rule } from '../../sigma';
import type { Translation } from '../../translate';
import type { Issue } from '../issue';
import type { PlannedRule } from '../plan';
import type { Progress } from '../progress';
import type { SyncTools } from './tools';
import { translationsOf } from './translate';
import { translateRules } from './translate-rules';
import { type Tuned, tunedRules } from './tuned';

export interface QueriesInput {
  readonly rules: readonly PlannedRule[];
  readonly related: (rule: Rule) => ReadonlyMap<string, Rule>;
  /** The ids of the operator's own filters. */
  readonly own: ReadonlySet<string>;
  readonly tools: SyncTools;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** Queries that nobody has checked yet. */
export interface Queries {
  /** By rule, without the rules on which translating failed and whose earlier queries stay. */
  readonly translated: ReadonlyMap<string, readonly Translation[]>;
  readonly tuned: ReadonlyMap<string, Tuned>;
  readonly issues: readonly Issue[];
  readonly steps: readonly SlowStep[];
}

/** Translates rules to every target. A rule on which this fails has an issue. */
export async function makeQueries(input: QueriesInput): Promise<Queries> {
  const { rules, related, own, tools, progress, signal } = input;
  const translating = progress.begin('translate');
  const answers = await translateRules(input, (done) => translating.advance(done, rules.length));
  const translated = new Map<string, readonly Translation[]>();
  const issues: Issue[] = [];
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
  const tuned = await tunedRules(rules, related, tools, own, signal);
  translating.end(`${rules.length} rules`);
  return { translated, tuned, issues, steps };
}
