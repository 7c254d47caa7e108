import { setImmediate } from 'node:timers/promises';
import { translateToAll } from '../../proof';
import { applyFilters, detectionOf, openPlaceholders, type Rule } from '../../sigma';
import type { Target } from '../../target';
import type { PlannedRule } from '../plan';
import type { SyncTools } from './tools';
import { isLarge } from './translate-rules';

/** What the operator's tuning does to a rule. */
export interface Tuned {
  /** The ids of the filters that apply to it. */
  readonly filters: readonly string[];
  /** Its query by target as it would be without them, and without values; none for a large rule. */
  readonly upstream: ReadonlyMap<Target, string>;
}

/** The rules that the operator's filters, of the ids `own`, or placeholder values change, by id. */
export async function tunedRules(
  rules: readonly PlannedRule[],
  related: (rule: Rule) => ReadonlyMap<string, Rule>,
  tools: Pick<SyncTools, 'upstream' | 'values'>,
  own: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Tuned>> {
  const found = new Map<string, Tuned>();
  for (const { read } of rules) {
    const { rule } = read;
    if (!rule || rule.kind === 'filter') continue;
    const others = related(rule);
    const all = [rule, ...others.values()];
    const named = new Set([...others.values()].filter(({ id }) => own.has(id)));
    const filters = new Set([...named].filter((filter) => appliesTo(filter, all)));
    const detection = detectionOf(rule);
    const isFilled =
      detection !== null && openPlaceholders(detection).some((name) => tools.values.has(name));
    if (filters.size === 0 && !isFilled) continue;
    const untouched = new Map([...others].filter(([, other]) => !named.has(other)));
    const upstream = new Map<Target, string>();
    const attempts = isLarge(rule, others) ? [] : translateToAll(tools.upstream, rule, untouched);
    for (const attempt of attempts) {
      if ('translation' in attempt && attempt.translation.kql !== null) {
        upstream.set(attempt.target, attempt.translation.kql);
      }
    }
    found.set(read.id, { filters: [...filters].map(({ id }) => id), upstream });
    await setImmediate();
    signal?.throwIfAborted();
  }
  return found;
}

/** Whether a filter changes one of the rules. One for any rule is for those of its log source. */
function appliesTo(filter: Rule, rules: readonly Rule[]): boolean {
  return (
    filter.kind === 'filter' &&
    rules.some((rule) => rule.kind === 'detection' && applyFilters(rule, [filter]) !== rule)
  );
}
