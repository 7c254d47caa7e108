import { setImmediate } from 'node:timers/promises';
import { type TranslateAnswer, translateToAll } from '../../proof';
import type { Rule } from '../../sigma';
import type { PlannedRule } from '../plan';
import type { SyncTools } from './tools';

/**
 * The characters of a rule, with those of its related rules, from which a worker translates it: only
 * there it can be stopped. A translation takes time in proportion to the rule, so that a shorter rule
 * costs less here than on its way to a worker.
 */
const LARGE = 16_000;
const YIELD_EVERY = 50;

interface TranslateInput {
  readonly rules: readonly PlannedRule[];
  readonly related: (rule: Rule) => ReadonlyMap<string, Rule>;
  readonly tools: SyncTools;
  readonly signal?: AbortSignal;
}

/** The translations of the rules that have logic, by id. */
export async function translateRules(
  { rules, related, tools, signal }: TranslateInput,
  onDone: (done: number) => void,
): Promise<Map<string, TranslateAnswer>> {
  const answers = new Map<string, TranslateAnswer>();
  const large: { id: string; rule: Rule; related: ReadonlyMap<string, Rule> }[] = [];
  for (const [index, { read }] of rules.entries()) {
    const { id, rule } = read;
    if (!rule) continue;
    const others = related(rule);
    if (isLarge(rule, others)) large.push({ id, rule, related: others });
    else {
      const begun = performance.now();
      const attempts = translateToAll(tools.translator, rule, others);
      const milliseconds = performance.now() - begun;
      answers.set(id, { attempts, stopped: null, milliseconds });
    }
    onDone(index - large.length);
    if (index % YIELD_EVERY === 0) await setImmediate();
    signal?.throwIfAborted();
  }
  const begun = rules.length - large.length;
  const found = await tools.proofPool.translate(large, {
    signal,
    onDone: (done) => onDone(begun + done),
  });
  for (const [place, answer] of found.entries()) {
    const asked = large[place];
    if (asked) answers.set(asked.id, answer);
  }
  return answers;
}

/** Whether a translation may take so long that only a worker may do it. */
export function isLarge(rule: Rule, related: ReadonlyMap<string, Rule>): boolean {
  const all = [rule, ...new Set(related.values())];
  return all.reduce((sum, { text }) => sum + text.length, 0) > LARGE;
}
