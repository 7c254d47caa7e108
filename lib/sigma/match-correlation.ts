import { COMPARE, toNumber } from './compile-test';
import { FieldView } from './event-view';
import { coversLogSource, matchRule } from './match-rule';
import type { CorrelationRule, DetectionRule, SigmaEvent } from './types';

/** A group of events for which a correlation fires. */
export interface CorrelationMatch {
  /** The values that the events have in common, by the names in `group-by`. */
  readonly group: Readonly<Record<string, string>>;
  /** Of the first and the last event, ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** What was compared with the bounds; of several windows, that of the first. */
  readonly value: number;
  readonly events: readonly SigmaEvent[];
}

/** One thing that a correlation counts: an event that one of its rules matches, or a correlation that fires. */
interface Hit {
  readonly time: number;
  /** Place of the rule in `rules`. */
  readonly rule: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly events: readonly SigmaEvent[];
}

/**
 * The groups of events for which a correlation fires, in the order of their times (correlation rules
 * specification 2.1.0). `rules` are the rules it refers to, by id or name, correlations that it chains
 * included; a reference to none of them finds nothing. Windows slide over the events and are as long
 * as `timespan`, ends included; windows that fire and overlap are one match. Events without a time, or
 * without a value for one of `group-by`, take no part. A percentile is the nearest-rank one.
 */
export function matchCorrelation(
  rule: CorrelationRule,
  rules: readonly (DetectionRule | CorrelationRule)[],
  events: readonly SigmaEvent[],
): CorrelationMatch[] {
  return correlate(rule, rules, events, new Set([rule]));
}

function correlate(
  rule: CorrelationRule,
  rules: readonly (DetectionRule | CorrelationRule)[],
  events: readonly SigmaEvent[],
  chain: ReadonlySet<CorrelationRule>,
): CorrelationMatch[] {
  const groups = new Map<string, { values: Record<string, string>; hits: Hit[] }>();
  rule.correlation.rules.forEach((reference, place) => {
    const found = rules.find(({ id, name }) => reference === id || reference === name);
    if (!found) return;
    for (const hit of hitsOf(found, place, rules, events, chain)) {
      const values = groupOf(rule, reference, found, hit);
      if (!values) continue;
      const key = JSON.stringify(Object.values(values));
      const group = groups.get(key);
      if (group) group.hits.push(hit);
      else groups.set(key, { values, hits: [hit] });
    }
  });
  return [...groups.values()]
    .flatMap(({ values, hits }) => matchGroup(rule, values, hits))
    .sort((a, b) => a.from.localeCompare(b.from));
}

function hitsOf(
  rule: DetectionRule | CorrelationRule,
  place: number,
  rules: readonly (DetectionRule | CorrelationRule)[],
  events: readonly SigmaEvent[],
  chain: ReadonlySet<CorrelationRule>,
): Hit[] {
  if (rule.kind === 'detection') {
    return events.flatMap((event): Hit[] => {
      const time = event.time === null ? Number.NaN : Date.parse(event.time);
      if (Number.isNaN(time) || !coversLogSource(rule.logsource, event)) return [];
      if (!matchRule(rule, event)) return [];
      return [{ time, rule: place, fields: event.fields, events: [event] }];
    });
  }
  // A chain that leads back to itself can never begin.
  if (chain.has(rule)) return [];
  return correlate(rule, rules, events, new Set([...chain, rule])).map((match) => ({
    time: Date.parse(match.to),
    rule: place,
    fields: { ...match.events[match.events.length - 1]?.fields, ...match.group },
    events: match.events,
  }));
}

/** The values that the hit is grouped by; null if it lacks one, for it shares that with no other. */
function groupOf(
  { correlation }: CorrelationRule,
  reference: string,
  rule: DetectionRule | CorrelationRule,
  hit: Hit,
): Record<string, string> | null {
  const values: [string, string][] = [];
  for (const name of correlation.groupBy) {
    const text = textOf(hit, fieldOf(correlation, name, reference, rule));
    if (text === null) return null;
    values.push([name, text]);
  }
  return Object.fromEntries(values);
}

function fieldOf(
  { aliases }: CorrelationRule['correlation'],
  name: string,
  reference: string,
  { id, name: ruleName }: DetectionRule | CorrelationRule,
): string {
  const fields = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  return fields?.[reference] ?? fields?.[id] ?? (ruleName ? fields?.[ruleName] : null) ?? name;
}

function textOf(hit: Hit, field: string): string | null {
  const value = Object.hasOwn(hit.fields, field) ? hit.fields[field] : null;
  return new FieldView(true, value).texts[0] ?? null;
}

/**
 * Slides the window over the hits of one group. Only windows that no longer one contains are judged,
 * so that "fewer than five" is not said of the first four of a hundred; windows that fire and overlap
 * are one match.
 */
function matchGroup(
  rule: CorrelationRule,
  group: Record<string, string>,
  unsorted: readonly Hit[],
): CorrelationMatch[] {
  const hits = unsorted.toSorted((a, b) => a.time - b.time || a.rule - b.rule);
  const span = rule.correlation.timespan * 1000;
  const matches: { first: number; last: number; value: number }[] = [];
  let end = 0;
  for (let start = 0; start < hits.length; start++) {
    const before = end;
    const limit = (hits[start]?.time ?? 0) + span;
    while (end < hits.length && (hits[end]?.time ?? 0) <= limit) end++;
    if (end === before) continue;
    const value = measure(rule.correlation, hits.slice(start, end));
    if (value === null || !holds(rule.correlation, value)) continue;
    const open = matches[matches.length - 1];
    if (open && open.last >= start) open.last = end - 1;
    else matches.push({ first: start, last: end - 1, value });
  }
  return matches.map(({ first, last, value }) => {
    const window = hits.slice(first, last + 1);
    return {
      group,
      from: new Date(hits[first]?.time ?? 0).toISOString(),
      to: new Date(hits[last]?.time ?? 0).toISOString(),
      value,
      events: [...new Set(window.flatMap((hit) => hit.events))],
    };
  });
}

function holds({ bounds }: CorrelationRule['correlation'], value: number): boolean {
  return bounds.every((bound) => COMPARE[bound.operator](value, bound.value));
}

/** What the bounds speak of; null where there is nothing to measure. */
function measure(
  { type, fields, percentile }: CorrelationRule['correlation'],
  hits: readonly Hit[],
): number | null {
  switch (type) {
    case 'event_count':
      return hits.length;
    case 'value_count': {
      const tuples = hits.map((hit) => fields.map((field) => textOf(hit, field)));
      const whole = tuples.filter((tuple) => tuple.every((text) => text !== null));
      return new Set(whole.map((tuple) => JSON.stringify(tuple))).size;
    }
    case 'temporal':
      return new Set(hits.map((hit) => hit.rule)).size;
    case 'temporal_ordered':
      return longestInOrder(hits);
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile': {
      const numbers = hits
        .flatMap((hit) => fields.map((field) => toNumber(textOf(hit, field))))
        .filter((number) => !Number.isNaN(number));
      return aggregate(type, numbers, percentile ?? 50);
    }
  }
}

function aggregate(
  type: 'value_sum' | 'value_avg' | 'value_percentile',
  numbers: readonly number[],
  percentile: number,
): number | null {
  if (numbers.length === 0) return null;
  if (type === 'value_percentile') {
    const sorted = numbers.toSorted((a, b) => a - b);
    const rank = Math.max(1, Math.ceil((percentile / 100) * sorted.length));
    return sorted[rank - 1] ?? null;
  }
  const sum = numbers.reduce((total, number) => total + number, 0);
  return type === 'value_sum' ? sum : sum / numbers.length;
}

/** How many of the rules appear in the order that the correlation lists them. */
function longestInOrder(hits: readonly Hit[]): number {
  // For each rule, the longest ordered run that ends with it.
  const rules = hits.reduce((most, { rule }) => Math.max(most, rule + 1), 0);
  const best: number[] = Array(rules).fill(0);
  for (const { rule } of hits) {
    const before = best.slice(0, rule).reduce((most, length) => Math.max(most, length), 0);
    best[rule] = Math.max(best[rule] ?? 0, 1 + before);
  }
  return best.reduce((most, length) => Math.max(most, length), 0);
}
