import { type FieldValues, toRaw, toSigmaEvents } from '@/lib/events';
import type { DetectionRule, LogSource, Predicate, SigmaEvent } from '@/lib/sigma';
import { fieldValues } from './field-values';
import { excludingLeaves, type Literal, leafCount, literalsOf } from './literals';
import { holdsOn, matchesRaw } from './matching';

/** An event derived from a rule so that the rule matches it. */
export interface ConstructedEvent {
  /** What it exercises: "alternative 3", "in other letter case". */
  readonly name: string;
  readonly raw: unknown;
  readonly fields: FieldValues;
}

export interface Construction {
  readonly events: readonly ConstructedEvent[];
  /** Why there is none. */
  readonly reason: string | null;
}

/** Enough for the lists that rules have; a longer one is exercised in part. */
const MAX_EVENTS = 40;
const MAX_TURNS = 6;
const MAX_LEAVES_TRIED = 12;

/** See `index.ts`. */
export function constructEvents(rule: DetectionRule, maxEvents: number = MAX_EVENTS): Construction {
  const placeholder = findPlaceholder(rule.predicate);
  if (placeholder) return { events: [], reason: `placeholder %${placeholder}% has no value` };
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
    const name = `alternative ${events.length + 1}`;
    events.push({ name, raw: toRaw(rule.logsource, made.fields), fields: made.fields });
  }
  const first = events[0];
  if (!first) return { events, reason: 'no values were found that satisfy the condition' };
  return { events: [...events, ...variantsOf(rule, first)], reason: null };
}

/**
 * An event that exercises a comparison which `done` does not have, and the comparisons it uses. First
 * with as many new ones as there are alternatives; where these contradict each other, with one new
 * one and other company. What cannot be exercised counts as done.
 */
function nextEvent(
  rule: DetectionRule,
  done: Set<number>,
  total: number,
): { fields: FieldValues; leaves: number[] } | null {
  const attempt = (wants: (leaf: number) => boolean, turn: number) => {
    const literals = literalsOf(rule.predicate, true, { wants, turn });
    const fields = satisfy(rule, literals);
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
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const one = attempt((candidate) => candidate === leaf, turn);
      if (one?.leaves.includes(leaf)) return one;
    }
    done.add(leaf);
  }
  return many;
}

/** Field values that satisfy all literals and with them the rule, or null. */
export function satisfy(
  rule: DetectionRule,
  literals: readonly Literal[],
  fixed: FieldValues = {},
): FieldValues | null {
  const fields: Record<string, unknown> = { ...fixed };
  const byField = new Map<string, Literal[]>();
  const keywords: Literal[] = [];
  for (const literal of literals) {
    if (literal.field === null) keywords.push(literal);
    else {
      const list = byField.get(literal.field);
      if (list) list.push(literal);
      else byField.set(literal.field, [literal]);
    }
  }
  for (const [field, list] of byField) {
    if (!list.some(({ holds, test }) => holds && test.kind !== 'field')) continue;
    const value = valueFor(rule, field, list);
    if (value === undefined) return null;
    fields[field] = value;
  }
  for (const [field, list] of byField) {
    for (const { test, holds } of list) {
      if (holds && test.kind === 'field') {
        fields[test.field] ??= 'worker';
        fields[field] = referring(String(fields[test.field]), test.anchor);
      }
    }
  }
  if (!placeKeywords(rule, keywords, fields)) return null;
  if (matchesRaw(rule, toRaw(rule.logsource, fields))) return fields;
  return repaired(rule, byField, fields);
}

/** What must not hold, but does on an ordinary day's values: other values, or none. */
function repaired(
  rule: DetectionRule,
  byField: ReadonlyMap<string, Literal[]>,
  fields: Record<string, unknown>,
): FieldValues | null {
  for (const [field, list] of byField) {
    if (field in fields || list.some(({ holds }) => holds)) continue;
    const event = ownEvent(rule, fields);
    if (event && accepts(rule, list, event)) continue;
    for (const value of ['page', 'C:\\Quiet\\page.exe', '7', 'true', null]) {
      const tried = ownEvent(rule, { ...fields, [field]: value });
      if (tried && accepts(rule, list, tried)) {
        fields[field] = value;
        break;
      }
    }
  }
  return matchesRaw(rule, toRaw(rule.logsource, fields)) ? fields : null;
}

function referring(value: string, anchor: string): string {
  if (anchor === 'startswith') return `${value}7`;
  if (anchor === 'endswith') return `7${value}`;
  return anchor === 'contains' ? `7${value}7` : value;
}

/** A value that passes all of a field's tests; null stands for absence, undefined for none found. */
export function valueFor(rule: DetectionRule, field: string, list: readonly Literal[]): unknown {
  const own = list.filter(({ test }) => test.kind !== 'field');
  const positive = own.filter(({ holds }) => holds).map(({ test }) => test);
  const predicate = conjunction(own);
  const passes = (value: unknown): boolean =>
    holdsOn(rule, predicate, probe(rule.logsource, field, value));
  const absent = positive.some(
    (test) => test.kind === 'null' || (test.kind === 'exists' && !test.value),
  );
  if (absent) return passes(null) ? null : undefined;
  for (const value of fieldValues(field, positive)) if (passes(value)) return value;
  return isListed(rule.logsource) ? listFor(field, positive, passes) : undefined;
}

/** JSON logs may hold lists, of which one element passes each test. */
function listFor(
  field: string,
  tests: readonly Literal['test'][],
  passes: (value: unknown) => boolean,
): unknown {
  if (tests.length < 2) return undefined;
  const list: unknown[] = [];
  for (const test of tests) {
    const [value] = fieldValues(field, [test]);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return passes(list) ? list : undefined;
}

function isListed({ product }: LogSource): boolean {
  return product !== 'windows' && product !== 'linux' && product !== 'macos';
}

function conjunction(literals: readonly Literal[]): Predicate {
  return {
    kind: 'and',
    of: literals.map(({ field, test, holds, selection }): Predicate => {
      const leaf: Predicate = {
        kind: 'test',
        field,
        test,
        origin: { selection, field, modifiers: [], value: '', span: { start: 0, end: 0 } },
      };
      return holds ? leaf : { kind: 'not', of: leaf };
    }),
  };
}

function probe(logsource: LogSource, field: string, value: unknown): SigmaEvent {
  return {
    product: logsource.product,
    category: logsource.category,
    service: logsource.service,
    fields: value === null ? {} : { [field]: value },
    text: '',
    time: null,
  };
}

function ownEvent(rule: DetectionRule, fields: FieldValues): SigmaEvent | null {
  return toSigmaEvents(toRaw(rule.logsource, fields))[0] ?? null;
}

function accepts(rule: DetectionRule, list: readonly Literal[], event: SigmaEvent): boolean {
  return holdsOn(rule, conjunction(list), event);
}

/** The field of a log source in which a keyword would be found. */
function keywordField({ product, category, service }: LogSource): string {
  if (category === 'process_creation') return 'CommandLine';
  if (category === 'webserver') return 'cs-uri-query';
  if (category === 'proxy') return 'c-uri';
  if (product === 'windows' || category === 'antivirus') return 'Data';
  if (product === 'zeek' && service === 'smb_files') return 'name';
  return 'message';
}

function placeKeywords(
  rule: DetectionRule,
  literals: readonly Literal[],
  fields: Record<string, unknown>,
): boolean {
  const positive = literals.filter(({ holds }) => holds);
  if (positive.length === 0) return true;
  const pieces: string[] = [];
  for (const { test } of positive) {
    const [value] = fieldValues('', [test]);
    if (value === undefined) return false;
    pieces.push(String(value));
  }
  const field = keywordField(rule.logsource);
  const before = fields[field];
  fields[field] = [...(before === undefined ? [] : [String(before)]), ...pieces].join(' ');
  return true;
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
      typeof value === 'string' && !KEPT.has(field) ? swapCase(value) : value,
    ]),
  );
  if (JSON.stringify(swapped) !== JSON.stringify(first.fields)) {
    add('in other letter case', swapped);
  }
  const excluded = excludedFields(rule.predicate).filter((field) => !(field in first.fields));
  if (excluded.length > 0) {
    const without = Object.fromEntries(excluded.map((field) => [field, null]));
    add('without the fields that only exclusions test', { ...first.fields, ...without });
  }
  return variants;
}

/** Fields that the log writes in one way only, so that another letter case would be another log. */
const KEPT = new Set(['Channel', 'EventLog', 'Provider_Name', 'EventType']);

function swapCase(value: string): string {
  return Array.from(value, (char) => {
    const upper = char.toUpperCase();
    return char === upper ? char.toLowerCase() : upper;
  }).join('');
}

function excludedFields(predicate: Predicate): string[] {
  const wanted = new Set<string>();
  const excluded = new Set<string>();
  const visit = (node: Predicate, holds: boolean): void => {
    if (node.kind === 'test') {
      if (node.field !== null) (holds ? wanted : excluded).add(node.field);
    } else if (node.kind === 'not') visit(node.of, !holds);
    else for (const child of node.of) visit(child, holds);
  };
  visit(predicate, true);
  return [...excluded].filter((field) => !wanted.has(field));
}

function findPlaceholder(predicate: Predicate): string | null {
  if (predicate.kind === 'test') {
    return predicate.test.kind === 'placeholder' ? (predicate.test.names[0] ?? '') : null;
  }
  if (predicate.kind === 'not') return findPlaceholder(predicate.of);
  for (const child of predicate.of) {
    const found = findPlaceholder(child);
    if (found !== null) return found;
  }
  return null;
}
