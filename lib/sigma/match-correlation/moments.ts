import { COMPARE } from '../compile-test';
import { negates, waysToHold } from '../rule-condition';
import type { CorrelationRule } from '../types';
import type { Hit } from './hit';
import { measure } from './measure';
import { appearsInOrder, longestInOrder } from './order';
import { holds, windowsOf } from './windows';

/**
 * When a chained correlation fires: each time that a match completes its condition or, if more matches
 * could undo that, at the end of each window that fires.
 */
export function momentsOf(rule: CorrelationRule, hits: readonly Hit[]): (readonly Hit[])[] {
  if (!onlyGrows(rule.correlation)) return windowsOf(rule, hits).map(({ window }) => window);
  const { timespan, type } = rule.correlation;
  const moments: (readonly Hit[])[] = [];
  let start = 0;
  hits.forEach((hit, at) => {
    while ((hits[start]?.time ?? 0) < hit.time - timespan * 1000) start++;
    // The last of several hits at the same time sees the others.
    if (type !== 'temporal_ordered' && hits[at + 1]?.time === hit.time) return;
    const window = hits.slice(start, at + 1);
    if (type === 'temporal_ordered' && !completesOrder(rule.correlation, window)) return;
    const value = measure(rule.correlation, window);
    if (value !== null && holds(rule.correlation, value, window)) moments.push(window);
  });
  const byTime = new Map(moments.map((window) => [window[window.length - 1]?.time, window]));
  return [...byTime.values()];
}

/** Whether more matches in a window can only help. */
function onlyGrows({ type, bounds, expression }: CorrelationRule['correlation']): boolean {
  if (!['event_count', 'value_count', 'temporal', 'temporal_ordered'].includes(type)) return false;
  if (expression !== null) return !negates(expression);
  return bounds.every(({ operator }) => operator === 'gt' || operator === 'gte');
}

/** Whether the last hit completes a sequence that satisfies the condition. */
function completesOrder(
  { bounds, expression }: CorrelationRule['correlation'],
  window: readonly Hit[],
): boolean {
  const last = window[window.length - 1];
  if (!last) return false;
  if (expression !== null) {
    return (waysToHold(expression) ?? []).some(
      (way) => way[way.length - 1] === last.rule && appearsInOrder(way, window),
    );
  }
  const length = 1 + longestInOrder(window.slice(0, -1).filter(({ rule }) => rule < last.rule));
  return bounds.every((bound) => COMPARE[bound.operator](length, bound.value));
}
