import { ownValue } from '@/lib/own-value';
import { coversLogSource, matchRule } from '../match-rule';
import type { CorrelationRule, DetectionRule, SigmaEvent } from '../types';
import { type Hit, textOf } from './hit';
import { momentsOf } from './moments';

interface Given {
  readonly rules: readonly (DetectionRule | CorrelationRule)[];
  readonly events: readonly SigmaEvent[];
  /** Matches by rule, since several correlations of a chain may use the same rule. */
  readonly found: Map<DetectionRule | CorrelationRule, readonly Omit<Hit, 'rule'>[]>;
}

interface HitGroup {
  readonly values: Readonly<Record<string, string>>;
  readonly hits: readonly Hit[];
}

/** The hits of a correlation's rules, by the values of its `group-by`. */
export function groupsOf(
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
  // A chain that refers to itself can never start.
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

/** The hit's group-by values; null if one is missing, because the hit then has no group. */
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
  const fields = ownValue(aliases, name) ?? {};
  const own = ownValue(fields, reference) ?? ownValue(fields, id);
  return own ?? (ruleName ? ownValue(fields, ruleName) : undefined) ?? name;
}
