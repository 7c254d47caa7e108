import { compilePredicate, type EventTest } from './compile-predicate';
import { EventView, FieldTable } from './event-view';
import { createRuleIndex, type IndexEntry } from './rule-index';
import type { DetectionRule, LogSource, SigmaEvent } from './types';
import { hasUndecidable } from './undecidable';

interface Entry extends IndexEntry {
  readonly rule: DetectionRule;
}

interface Compiled {
  readonly table: FieldTable;
  readonly test: EventTest;
}

const compiled = new WeakMap<DetectionRule, Compiled>();

/**
 * Whether the rule's condition holds for the event. Text compares without case unless `cased`. An
 * absent field fails every test except `null` and `exists: false`. One matching element of a list is
 * enough. A keyword may occur anywhere in the event's text. A number equals text that spells it. A rule
 * with a placeholder, or with a regular expression outside Sigma's subset, matches nothing. Does not
 * compare log sources: see `coversLogSource`.
 */
export function matchRule(rule: DetectionRule, event: SigmaEvent): boolean {
  let known = compiled.get(rule);
  if (!known) {
    const table = new FieldTable();
    const test = hasUndecidable(rule.predicate)
      ? () => false
      : compilePredicate(rule.predicate, table);
    known = { table, test };
    compiled.set(rule, known);
  }
  return known.test(new EventView(event, known.table));
}

/** Whether a rule's log source covers an event: each part that the rule names is equal. */
export function coversLogSource(
  logsource: Pick<LogSource, 'product' | 'category' | 'service'>,
  event: SigmaEvent,
): boolean {
  return (
    (logsource.product === null || logsource.product === event.product) &&
    (logsource.category === null || logsource.category === event.category) &&
    (logsource.service === null || logsource.service === event.service)
  );
}

/**
 * Matches many rules against a stream of events. Compiles the rules once and indexes them by log source.
 * `match` returns those whose log source covers the event and whose condition holds, in their order.
 */
export function createMatcher(rules: readonly DetectionRule[]): {
  match(event: SigmaEvent): DetectionRule[];
} {
  const table = new FieldTable();
  const bySource = new Map<string, Entry[]>();
  rules.forEach((rule, order) => {
    const { predicate, logsource } = rule;
    if (hasUndecidable(predicate)) return;
    const key = sourceKey(logsource.product, logsource.category, logsource.service);
    const entry = { rule, order, predicate, test: compilePredicate(predicate, table) };
    const list = bySource.get(key);
    if (list) list.push(entry);
    else bySource.set(key, [entry]);
  });
  const indexes = new Map(
    Array.from(bySource, ([key, entries]) => [key, createRuleIndex(entries, table)]),
  );
  return {
    match(event) {
      const view = new EventView(event, table);
      const found = sourceKeys(event).flatMap((key) => indexes.get(key)?.(view) ?? []);
      return found.sort((a, b) => a.order - b.order).map((entry) => entry.rule);
    },
  };
}

function sourceKey(product: string | null, category: string | null, service: string | null) {
  return JSON.stringify([product, category, service]);
}

/** The log sources that an event belongs to: its own, and less specific ones. */
function sourceKeys({ product, category, service }: SigmaEvent): string[] {
  const keys = new Set<string>();
  for (const one of [product, null]) {
    for (const two of [category, null]) {
      for (const three of [service, null]) keys.add(sourceKey(one, two, three));
    }
  }
  return [...keys];
}
