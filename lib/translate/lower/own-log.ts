import { recordedIn } from '@/lib/log-sources';
import type { DetectionRule, Predicate } from '@/lib/sigma';
import type { Field, MappedVariant } from '../mapping/mapping';
import type { Source } from '../types';
import type { LoweringContext, Problem } from './context';
import { decide } from './known-value';

/*
 * Windows stamps each event with its channel, provider and id, and rules often repeat them beside a
 * category: `EventID: 1` under `process_creation`. A table that is no Windows event log has no such
 * columns. Its rows are the category's events, whichever log recorded them, so what the category's
 * logs write there holds by definition. Rules may name any one of the logs, with the field names of it.
 */

const STAMPS = ['Channel', 'Provider_Name', 'EventID'] as const;
type Stamp = (typeof STAMPS)[number];
type Stamps = ReadonlyMap<string, readonly string[]>;

/** The rule's condition without what the category says already. */
export type WithoutStamps =
  | { readonly kind: 'predicate'; readonly predicate: Predicate }
  | { readonly kind: 'all' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

type Test = Extract<Predicate, { kind: 'test' }>;

/** Decides tests of channel, provider and event id in a table that has none of them. */
export function withoutStamps(
  rule: DetectionRule,
  variant: MappedVariant,
  context: LoweringContext,
  source: Source | undefined,
): WithoutStamps {
  const unchanged = { kind: 'predicate', predicate: rule.predicate } as const;
  if (!STAMPS.some((name) => context.tests.has(name))) return unchanged;
  const logs = stampsOf(rule, variant);
  const tests = testsOn(logs, rule.predicate);
  if (tests.length === 0) return unchanged;
  const kept: (Predicate | true)[] = [];
  for (const events of logs) {
    const [way = false, ...others] = events.map((stamps) => reduce(rule.predicate, stamps));
    if (!others.every((other) => sameWay(way, other))) {
      return { kind: 'refused', problems: tests.map((test) => undistinguished(test, variant)) };
    }
    if (way !== false && !kept.some((other) => sameWay(way, other))) kept.push(way);
  }
  if (kept.length === 0) {
    return {
      kind: 'refused',
      problems: tests.map((test) => elsewhere(test, logs.flat())),
    };
  }
  for (const { field, origin, test } of tests) {
    const values = new Set(logs.flat().flatMap((stamps) => stamps.get(field ?? '') ?? []));
    const held = [...values].filter((value) => decide(test, value) === true);
    const described = { quality: 'derived', sources: source ? [source] : [] } as const;
    if (held.length > 0) context.addTrace(origin, described, held.join(', '), 'every row');
  }
  if (kept.includes(true)) return { kind: 'all' };
  const of = kept.filter((one) => one !== true);
  const [only] = of;
  return { kind: 'predicate', predicate: of.length === 1 && only ? only : { kind: 'or', of } };
}

/** For each log, what its events of each id are stamped with, as far as the table lacks it. */
function stampsOf(rule: DetectionRule, variant: MappedVariant): Stamps[][] {
  const lacks = (name: Stamp): boolean => isMissing(variant.field(name));
  const isCategory = rule.logsource.category !== null;
  return recordedIn(rule.logsource).map((log) => {
    const shared = new Map<string, readonly string[]>();
    if (lacks('Channel')) shared.set('Channel', log.channels);
    // Other providers also write to the channel of a service.
    if (isCategory && lacks('Provider_Name')) shared.set('Provider_Name', [log.provider]);
    if (!isCategory || !lacks('EventID')) return [shared];
    return log.eventIds.map((id) => new Map([...shared, ['EventID', [String(id)]]]));
  });
}

function isMissing(field: Field | null): boolean {
  return field === null || field.kind === 'none';
}

function testsOn(logs: readonly (readonly Stamps[])[], predicate: Predicate): Test[] {
  const names = new Set(logs.flat().flatMap((stamps) => [...stamps.keys()]));
  const visit = (part: Predicate): Test[] => {
    if (part.kind === 'test') return part.field !== null && names.has(part.field) ? [part] : [];
    return part.kind === 'not' ? visit(part.of) : part.of.flatMap(visit);
  };
  return visit(predicate);
}

/** The predicate for events with these stamps: decided, or without the decided tests. */
function reduce(predicate: Predicate, stamps: Stamps): Predicate | boolean {
  switch (predicate.kind) {
    case 'test': {
      const values = stamps.get(predicate.field ?? '');
      if (!values) return predicate;
      const held = values.map((value) => decide(predicate.test, value));
      return held.includes(null) ? predicate : held.includes(true);
    }
    case 'not': {
      const of = reduce(predicate.of, stamps);
      if (typeof of === 'boolean') return !of;
      return of === predicate.of ? predicate : { kind: 'not', of };
    }
    default: {
      const isAnd = predicate.kind === 'and';
      const parts = predicate.of.map((part) => reduce(part, stamps));
      if (parts.includes(!isAnd)) return !isAnd;
      const of = parts.filter((part) => typeof part !== 'boolean');
      if (of.length === predicate.of.length && of.every((one, at) => one === predicate.of[at])) {
        return predicate;
      }
      return of.length === 0 ? isAnd : { ...predicate, of };
    }
  }
}

function sameWay(one: Predicate | boolean, other: Predicate | boolean): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function undistinguished({ field, origin }: Test, { table }: MappedVariant): Problem {
  return {
    code: 'translate/no-counterpart',
    field,
    reason: `${table} does not distinguish ${field} ${origin.value} from the others of its log source`,
    origin,
  };
}

function elsewhere({ field, origin }: Test, stamps: readonly Stamps[]): Problem {
  const values = [...new Set(stamps.flatMap((one) => one.get(field ?? '') ?? []))];
  return {
    code: 'translate/event-elsewhere',
    field,
    reason: `the events of this log source have ${field} ${values.join(' or ')}`,
    origin,
  };
}
