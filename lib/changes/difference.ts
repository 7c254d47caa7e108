import { toRaw } from '@/lib/events';
import { groupBy } from '@/lib/group-by';
import { mayHoldLists } from '@/lib/log-sources';
import { type FieldLiteral, matchesRaw, solveLiterals, valueFor, withValues } from '@/lib/proof';
import type { DetectionRule, LogSource, Predicate } from '@/lib/sigma';
import { Conditions, type Decided } from './conditions';
import { solveAtEdges } from './edge-values';
import type { ShowingEvent } from './types';

/** Whether one of two rules matches events that the other does not. */
export type Difference =
  | { readonly kind: 'none' }
  | { readonly kind: 'event'; readonly event: ShowingEvent }
  | { readonly kind: 'unknown' };

/** Solutions to try to turn into an event. */
const MAX_TRIES = 40;

/** What `rule` matches and `other` does not: proven to be nothing, or shown by an event. */
export function matchedOnlyBy(rule: DetectionRule, other: DetectionRule): Difference {
  const isCovered = covers(other.logsource, rule.logsource);
  const parts = [{ predicate: rule.predicate, holds: true }];
  if (isCovered) parts.push({ predicate: other.predicate, holds: false });
  if (new Conditions(parts).solve() === 'none') return { kind: 'none' };
  return findEvent(rule, other, isCovered) ?? { kind: 'unknown' };
}

/** Whether a log source has every event of another. */
function covers(whole: LogSource, part: LogSource): boolean {
  return (['product', 'category', 'service'] as const).every(
    (name) => whole[name] === null || whole[name] === part[name],
  );
}

/** Placeholders have example values here: an event shows a difference for some values. */
function findEvent(one: DetectionRule, two: DetectionRule, isCovered: boolean) {
  const { rule } = withValues(one, {});
  const { rule: other } = withValues(two, {});
  const rest: Predicate = {
    kind: 'and',
    of: [rule.predicate, { kind: 'not', of: other.predicate }],
  };
  // Another log source may be all that makes the difference; else the condition does.
  const wanted = isCovered ? [rest] : [rule.predicate, rest];
  for (const predicate of wanted) {
    const found = eventOf({ ...rule, predicate }, other);
    if (found) return found;
  }
  return null;
}

function eventOf(rule: DetectionRule, other: DetectionRule): Difference | null {
  const conditions = new Conditions([{ predicate: rule.predicate, holds: true }]);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const solution = conditions.solve();
    if (typeof solution === 'string') return null;
    const literals = solution.map(literalOf);
    for (const lists of mayHoldLists(rule.logsource.product) ? [false, true] : [false]) {
      const fields = solveLiterals(rule, literals, lists) ?? solveAtEdges(rule, literals);
      const raw = fields && toRaw(rule.logsource, fields);
      if (fields && !matchesRaw(other, raw)) return { kind: 'event', event: { fields, raw } };
    }
    const conflict = impossible(rule, solution);
    conditions.exclude(conflict ?? solution);
    for (const { leaf, holds } of conflict ?? []) if (holds) conditions.takeAsSingle(leaf);
  }
  return null;
}

function literalOf({ leaf: { field, test, origin }, holds }: Decided, leaf: number): FieldLiteral {
  return { field, test, holds, selection: origin.selection, leaf };
}

/**
 * Comparisons of one field for which no value was found, as few as can be told quickly; null if each
 * field has a value.
 */
function impossible(rule: DetectionRule, solution: readonly Decided[]): readonly Decided[] | null {
  for (const [field, parts] of groupBy(solution, ({ leaf }) => leaf.field)) {
    const held = parts.filter(({ holds }) => holds);
    if (field === null || held.length === 0) continue;
    const hasValue = (some: readonly Decided[]) =>
      valueFor(rule, field, some.map(literalOf)) !== undefined;
    if (hasValue(parts)) continue;
    return hasValue(held) ? parts : fewestOf(held, (some) => !hasValue(some));
  }
  return null;
}

/** The parts without those that are not needed for `isSo` to stay true. */
function fewestOf(
  parts: readonly Decided[],
  isSo: (some: readonly Decided[]) => boolean,
): readonly Decided[] {
  return parts.reduce((needed, part) => {
    const without = needed.filter((one) => one !== part);
    return isSo(without) ? without : needed;
  }, parts);
}
