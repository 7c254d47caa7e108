import { type FieldValues, toRaw } from '@/lib/events';
import { type DetectionRule, openPlaceholders, type Predicate } from '@/lib/sigma';
import { almostExcluded, exclusionsOf, holdingLiterals } from './apply-exclusions';
import { excludingLeaves, leafCount, literalsOf } from './literals';
import { isFixedSpelling, valuePattern } from './log-words';
import { coveredEvent, matchesRaw } from './match-raw-event';
import { fieldsTestedForEmptiness, solveLiterals } from './solve-literals';

/** An event derived from a rule so that the rule matches it. */
export interface ConstructedEvent {
  /** What it exercises: "branch 3", "in another letter case", "filter_x without User". */
  readonly name: string;
  readonly raw: unknown;
  /** What it was built from; `raw` may differ by what its name says. */
  readonly fields: FieldValues;
}

export interface Construction {
  readonly events: readonly ConstructedEvent[];
  /** Why no event was constructed. */
  readonly reason: string | null;
}

/** Enough for the lists that rules have; a longer one is exercised in part. */
const MAX_EVENTS = 40;
const MAX_TURNS = 6;
const MAX_LEAVES_TRIED = 12;

/**
 * Events derived from a rule so that it matches them: at least one, more until each comparison that
 * can make the rule match has been used or `maxEvents` (40) is reached, then the first again in
 * other letter case and without the fields that only exclusions test. Each is checked with the
 * matcher. A consistency check of translation, never evidence of what a sensor writes. `reason` says
 * why there is none: a placeholder without a value, or a condition that contradicts itself.
 */
export function constructEvents(rule: DetectionRule, maxEvents: number = MAX_EVENTS): Construction {
  const [placeholder] = openPlaceholders(rule);
  if (placeholder !== undefined)
    return { events: [], reason: `no value is set for the placeholder %${placeholder}%` };
  const total = leafCount(rule.predicate);
  const done = excludingLeaves(rule.predicate);
  const events: ConstructedEvent[] = [];
  while (events.length < maxEvents) {
    const made = nextEvent(rule, done, total);
    const fresh = made?.leaves.filter((leaf) => !done.has(leaf)) ?? [];
    if (!made || (events.length > 0 && fresh.length === 0)) {
      if (events.length === 0 || done.size >= total) break;
      continue;
    }
    for (const leaf of made.leaves) done.add(leaf);
    const name = `branch ${events.length + 1}`;
    events.push({ name, raw: toRaw(rule.logsource, made.fields), fields: made.fields });
  }
  const first = events[0];
  if (!first) return { events, reason: 'no field values that satisfy the condition were found' };
  const variants = [...variantsOf(rule, first), ...nearlyExcluded(rule, first)];
  return { events: [...events, ...variants], reason: null };
}

/**
 * An event that exercises a comparison which `done` does not have, and the comparisons it uses. First
 * with as many new ones as there are alternatives; where these contradict each other, with one new
 * one and other company; then with lists, in which several values of one field do not contradict each
 * other. What cannot be exercised counts as done.
 */
function nextEvent(
  rule: DetectionRule,
  done: Set<number>,
  total: number,
): { fields: FieldValues; leaves: number[] } | null {
  const attempt = (wants: (leaf: number) => boolean, turn: number, lists = false) => {
    const literals = literalsOf(rule.predicate, true, { wants, turn });
    const fields = solveLiterals(rule, literals, lists);
    if (!fields) return null;
    return { fields, leaves: literals.filter(({ holds }) => holds).map(({ leaf }) => leaf) };
  };
  const wanted = (leaf: number): boolean => !done.has(leaf);
  const many = attempt(wanted, 0);
  if (many?.leaves.some(wanted)) return many;
  let tried = 0;
  for (let leaf = 0; leaf < total && tried < MAX_LEAVES_TRIED; leaf++) {
    if (done.has(leaf)) continue;
    tried++;
    for (const lists of [false, true]) {
      for (let turn = 0; turn < MAX_TURNS; turn++) {
        const one = attempt((candidate) => candidate === leaf, turn, lists);
        if (one?.leaves.includes(leaf)) return one;
      }
    }
    done.add(leaf);
  }
  return many;
}

/** The same event as an attacker would also write it: other letter case; without optional fields. */
function variantsOf(rule: DetectionRule, first: ConstructedEvent): ConstructedEvent[] {
  const variants: ConstructedEvent[] = [];
  const add = (name: string, fields: FieldValues): void => {
    const raw = toRaw(rule.logsource, fields);
    if (matchesRaw(rule, raw)) variants.push({ name, raw, fields });
  };
  const swapped = Object.fromEntries(
    Object.entries(first.fields).map(([field, value]) => [
      field,
      typeof value === 'string' &&
      !KEPT.has(field) &&
      !isFixedSpelling(rule.logsource, field, value)
        ? swapCase(value, field)
        : value,
    ]),
  );
  if (JSON.stringify(swapped) !== JSON.stringify(first.fields)) {
    add('in another letter case', swapped);
  }
  const excluded = excludedFields(rule).filter((field) => !Object.hasOwn(first.fields, field));
  if (excluded.length > 0) {
    const without = Object.fromEntries(excluded.map((field) => [field, null]));
    add('without fields that only exclusions test', { ...first.fields, ...without });
  }
  return variants;
}

/** Events that an exclusion of several parts nearly applies to. */
function nearlyExcluded(rule: DetectionRule, first: ConstructedEvent): ConstructedEvent[] {
  const event = coveredEvent(rule, first.raw);
  if (!event) return [];
  const kept = holdingLiterals(rule, event);
  const found: ConstructedEvent[] = [];
  for (const exclusion of exclusionsOf(rule.predicate)) {
    for (const { raw, but } of almostExcluded(rule, first.raw, exclusion, kept)) {
      if (found.length >= MAX_NEARLY_EXCLUDED) return found;
      if (matchesRaw(rule, raw)) found.push({ name: but, raw, fields: first.fields });
    }
  }
  return found;
}

const MAX_NEARLY_EXCLUDED = 8;

/** Fields that the log writes in one way only, so that another letter case would be another log. */
const KEPT = new Set([
  'Channel',
  'EventLog',
  'Provider_Name',
  'EventType',
  'Hashes',
  'Hash',
  'type',
]);

/** Registry hives are spelt in one way too: the name before the first backslash stays. */
function swapCase(value: string, field: string): string {
  const start = field === 'TargetObject' || field === 'NewName' ? value.indexOf('\\') + 1 : 0;
  const swapped = Array.from(value.slice(start), (char) => {
    const upper = char.toUpperCase();
    return char === upper ? char.toLowerCase() : upper;
  });
  return value.slice(0, start) + swapped.join('');
}

function excludedFields({ logsource, predicate }: DetectionRule): string[] {
  const wanted = new Set<string>();
  const excluded = new Set<string>();
  const visit = (node: Predicate, holds: boolean): void => {
    if (node.kind === 'test') {
      if (node.field !== null) (holds ? wanted : excluded).add(node.field);
    } else if (node.kind === 'not') visit(node.of, !holds);
    else for (const child of node.of) visit(child, holds);
  };
  visit(predicate, true);
  const written = fieldsTestedForEmptiness(predicate);
  // Sysmon always tells what a value was set to, and what is written in one form is always written.
  return [...excluded].filter(
    (field) =>
      !wanted.has(field) &&
      !written.has(field) &&
      field !== 'Details' &&
      valuePattern(logsource, field) === null,
  );
}
