import { COMPARE, toNumber } from './compile-test';
import { FieldView } from './event-view';
import { coversLogSource, matchRule } from './match-rule';
import { holdsFor, negates, waysToHold } from './rule-condition';
import type { CorrelationRule, DetectionRule, RuleCondition, SigmaEvent } from './types';

/** A group of events for which a correlation fires. */
export interface CorrelationMatch {
  /** The values that the events have in common, by the names in `group-by`. */
  readonly group: Readonly<Record<string, string>>;
  /** Of the first and the last event, ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** What was compared with the bounds (a temporal one: how many of its rules); of several windows, that of the first. */
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
 * without a value for one of `group-by`, take no part. A percentile is the nearest-rank one. A chained
 * correlation happens each time that a match completes what it asks for.
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

interface Given {
  readonly rules: readonly (DetectionRule | CorrelationRule)[];
  readonly events: readonly SigmaEvent[];
  /** What each rule matches: many correlations of a chain can be over the same one. */
  readonly found: Map<DetectionRule | CorrelationRule, readonly Omit<Hit, 'rule'>[]>;
}

interface HitGroup {
  readonly values: Readonly<Record<string, string>>;
  readonly hits: readonly Hit[];
}

/** What the rules of a correlation match, by the values it is grouped by. */
function groupsOf(
  rule: CorrelationRule,
  given: Given,
  chain: ReadonlySet<CorrelationRule>,
): HitGroup[] {
  const groups = new Map<string, { values: Record<string, string>; hits: Hit[] }>();
  rule.correlation.rules.forEach((reference, place) => {
    const found = given.rules.find(({ id, name }) => reference === id || reference === name);
    if (!found) return;
    for (const one of hitsOf(found, given, chain)) {
      const hit = { ...one, rule: place };
      const values = groupOf(rule, reference, found, hit);
      if (!values) continue;
      const key = JSON.stringify(Object.values(values));
      const group = groups.get(key);
      if (group) group.hits.push(hit);
      else groups.set(key, { values, hits: [hit] });
    }
  });
  return [...groups.values()].map(({ values, hits }) => ({
    values,
    hits: hits.sort((a, b) => a.time - b.time || a.rule - b.rule),
  }));
}

function hitsOf(
  rule: DetectionRule | CorrelationRule,
  given: Given,
  chain: ReadonlySet<CorrelationRule>,
): readonly Omit<Hit, 'rule'>[] {
  // A chain that leads back to itself can never begin.
  if (rule.kind === 'correlation' && chain.has(rule)) return [];
  let hits = given.found.get(rule);
  if (!hits) {
    hits =
      rule.kind === 'detection'
        ? eventHits(rule, given.events)
        : groupsOf(rule, given, new Set([...chain, rule])).flatMap((group) =>
            momentHits(rule, group),
          );
    given.found.set(rule, hits);
  }
  return hits;
}

function eventHits(rule: DetectionRule, events: readonly SigmaEvent[]): Omit<Hit, 'rule'>[] {
  return events.flatMap((event) => {
    const time = event.time === null ? Number.NaN : Date.parse(event.time);
    if (Number.isNaN(time) || !coversLogSource(rule.logsource, event)) return [];
    if (!matchRule(rule, event)) return [];
    return [{ time, fields: event.fields, events: [event] }];
  });
}

function momentHits(rule: CorrelationRule, { values, hits }: HitGroup): Omit<Hit, 'rule'>[] {
  return momentsOf(rule, hits).map((window) => {
    const last = window[window.length - 1];
    return {
      time: last?.time ?? 0,
      fields: { ...last?.fields, ...values },
      events: [...new Set(window.flatMap((hit) => hit.events))],
    };
  });
}

/**
 * When a chained correlation happens: each time that a match completes what its condition asks for, or,
 * where more matches could undo that, at the end of each window that fires.
 */
function momentsOf(rule: CorrelationRule, hits: readonly Hit[]): (readonly Hit[])[] {
  if (!onlyGrows(rule.correlation)) return windowsOf(rule, hits).map(({ window }) => window);
  const { timespan, type } = rule.correlation;
  const moments: (readonly Hit[])[] = [];
  let start = 0;
  hits.forEach((hit, at) => {
    while ((hits[start]?.time ?? 0) < hit.time - timespan * 1000) start++;
    // Of hits at the same time, the last one sees the others.
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

/** Whether the last hit is the last step of an order that fulfils the condition. */
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

interface FiringWindow {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly window: readonly Hit[];
}

/**
 * Slides the window over the hits of one group, in the order of their times. Only windows that no
 * longer one contains are judged, so that "fewer than five" is not said of the first four of a hundred.
 */
function windowsOf(rule: CorrelationRule, hits: readonly Hit[]): FiringWindow[] {
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

function holds(
  { type, bounds, expression }: CorrelationRule['correlation'],
  value: number,
  window: readonly Hit[],
): boolean {
  if (expression === null)
    return bounds.every((bound) => COMPARE[bound.operator](value, bound.value));
  if (type === 'temporal_ordered') return holdsInOrder(expression, window);
  return holdsFor(expression, new Set(window.map((hit) => hit.rule)));
}

/** Whether rules that fulfil the condition appear in the order that the correlation lists them. */
function holdsInOrder(expression: RuleCondition, window: readonly Hit[]): boolean {
  return (waysToHold(expression) ?? []).some((way) => appearsInOrder(way, window));
}

function appearsInOrder(way: readonly number[], window: readonly Hit[]): boolean {
  let next = 0;
  for (const { rule } of window) if (rule === way[next]) next++;
  return next === way.length;
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
    case 'value_min':
    case 'value_max':
    case 'value_percentile': {
      const numbers = hits
        .flatMap((hit) => fields.map((field) => toNumber(textOf(hit, field))))
        .filter((number) => !Number.isNaN(number));
      return aggregate(type, numbers, percentile ?? 50);
    }
  }
}

function aggregate(
  type: 'value_sum' | 'value_avg' | 'value_min' | 'value_max' | 'value_percentile',
  numbers: readonly number[],
  percentile: number,
): number | null {
  if (numbers.length === 0) return null;
  if (type === 'value_min') return numbers.reduce((least, one) => Math.min(least, one));
  if (type === 'value_max') return numbers.reduce((most, one) => Math.max(most, one));
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
