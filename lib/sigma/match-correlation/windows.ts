import { COMPARE } from '../compile-test';
import { holdsFor, waysToHold } from '../rule-condition';
import type { CorrelationRule, RuleCondition } from '../types';
import type { Hit } from './hit';
import { measure } from './measure';
import { appearsInOrder } from './order';

interface FiringWindow {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly window: readonly Hit[];
}

/**
 * Slides the window over the hits of one group, sorted by time. Evaluates only windows that no longer
 * window contains, so that "fewer than five" does not fire on the first four of a hundred.
 */
export function windowsOf(rule: CorrelationRule, hits: readonly Hit[]): FiringWindow[] {
  const span = rule.correlation.timespan * 1000;
  const windows: FiringWindow[] = [];
  let end = 0;
  for (let start = 0; start < hits.length; start++) {
    const before = end;
    const limit = (hits[start]?.time ?? 0) + span;
    while (end < hits.length && (hits[end]?.time ?? 0) <= limit) end++;
    if (end === before) continue;
    const window = hits.slice(start, end);
    const value = measure(rule.correlation, window);
    if (value === null || !holds(rule.correlation, value, window)) continue;
    windows.push({ start, end, value, window });
  }
  return windows;
}

export function holds(
  { type, bounds, expression }: CorrelationRule['correlation'],
  value: number,
  window: readonly Hit[],
): boolean {
  if (expression === null)
    return bounds.every((bound) => COMPARE[bound.operator](value, bound.value));
  if (type === 'temporal_ordered') return holdsInOrder(expression, window);
  return holdsFor(expression, new Set(window.map((hit) => hit.rule)));
}

/** Whether rules that satisfy the condition appear in the order in which the correlation lists them. */
function holdsInOrder(expression: RuleCondition, window: readonly Hit[]): boolean {
  return (waysToHold(expression) ?? []).some((way) => appearsInOrder(way, window));
}
