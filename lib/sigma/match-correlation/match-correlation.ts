import type { CorrelationRule, DetectionRule, SigmaEvent } from '../types';
import type { Hit } from './hit';
import { groupsOf } from './hits';
import { windowsOf } from './windows';

/** A group of events for which a correlation fires. */
export interface CorrelationMatch {
  /** The values that the events have in common, by the names in `group-by`. */
  readonly group: Readonly<Record<string, string>>;
  /** Times of the first and last event, ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** The value compared with the bounds (for a temporal one, the number of rules), in the first window. */
  readonly value: number;
  readonly events: readonly SigmaEvent[];
}

/**
 * The groups of events for which a correlation fires, sorted by time (correlation rules specification
 * 2.1.0). `rules` are the rules and correlations that it refers to by id or name; an unknown reference
 * finds nothing. Windows slide over the events and last `timespan`, ends included; windows that fire and
 * overlap are one match. Ignores events without a time or without a value for a `group-by` field.
 * Percentiles use nearest rank. A chained correlation fires each time that a match completes it.
 */
export function matchCorrelation(
  rule: CorrelationRule,
  rules: readonly (DetectionRule | CorrelationRule)[],
  events: readonly SigmaEvent[],
): CorrelationMatch[] {
  return groupsOf(rule, { rules, events, found: new Map() }, new Set([rule]))
    .flatMap(({ values, hits }) => matchGroup(rule, values, hits))
    .sort((a, b) => a.from.localeCompare(b.from));
}

/** Windows that fire and overlap are one match. */
function matchGroup(
  rule: CorrelationRule,
  group: Readonly<Record<string, string>>,
  hits: readonly Hit[],
): CorrelationMatch[] {
  const matches: { first: number; last: number; value: number }[] = [];
  for (const { start, end, value } of windowsOf(rule, hits)) {
    const open = matches[matches.length - 1];
    if (open && open.last >= start) open.last = end - 1;
    else matches.push({ first: start, last: end - 1, value });
  }
  return matches.map(({ first, last, value }) => ({
    group,
    from: new Date(hits[first]?.time ?? 0).toISOString(),
    to: new Date(hits[last]?.time ?? 0).toISOString(),
    value,
    events: [...new Set(hits.slice(first, last + 1).flatMap((hit) => hit.events))],
  }));
}
