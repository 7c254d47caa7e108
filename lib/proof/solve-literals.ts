import { type FieldValues, toRaw, toSigmaEvents } from '@/lib/events';
import { keywordsOf, mayHoldLists, pathStyle } from '@/lib/log-sources';
import type { DetectionRule, LogSource, Predicate, SigmaEvent } from '@/lib/sigma';
import { fieldValues } from './field-values';
import type { Literal } from './literals';
import { usualWords, valuePattern } from './log-words';
import { holdsOn, matchesRaw } from './match-raw-event';

/** Field values that satisfy all literals and with them the rule, or null. `lists`: a value may be one. */
export function solveLiterals(
  rule: DetectionRule,
  literals: readonly Literal[],
  lists: boolean,
): FieldValues | null {
  const fields: Record<string, unknown> = {};
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
    if (value === undefined || (!lists && Array.isArray(value))) return null;
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
  for (const field of fieldsTestedForEmptiness(rule.predicate)) {
    if (Object.hasOwn(fields, field)) continue;
    const written = { ...fields, [field]: 'page' };
    if (matchesRaw(rule, toRaw(rule.logsource, written))) fields[field] = 'page';
  }
  if (matchesRaw(rule, toRaw(rule.logsource, fields))) return plainest(rule, fields);
  return repaired(rule, byField, fields);
}

/** The fields with one value in place of a list wherever the rule matches with one. */
function plainest(rule: DetectionRule, fields: FieldValues): FieldValues {
  let plain = fields;
  for (const [field, value] of Object.entries(fields)) {
    if (!Array.isArray(value)) continue;
    const single = value
      .map((one: unknown) => ({ ...plain, [field]: one }))
      .find((candidate) => matchesRaw(rule, toRaw(rule.logsource, candidate)));
    if (single) plain = single;
  }
  return plain;
}

/**
 * A rule that excludes the empty text knows its log to write the field even when there is nothing to
 * say; such an event never lacks it.
 */
export function fieldsTestedForEmptiness(predicate: Predicate, found = new Set<string>()) {
  if (predicate.kind === 'not') fieldsTestedForEmptiness(predicate.of, found);
  else if (predicate.kind !== 'test') {
    for (const child of predicate.of) fieldsTestedForEmptiness(child, found);
  } else if (
    predicate.field !== null &&
    predicate.test.kind === 'pattern' &&
    predicate.test.pattern.every((part) => part === '')
  ) {
    found.add(predicate.field);
  }
  return found;
}

/** Comparisons that must not hold but do with default values: tries other values, or none. */
function repaired(
  rule: DetectionRule,
  byField: ReadonlyMap<string, Literal[]>,
  fields: Record<string, unknown>,
): FieldValues | null {
  for (const [field, list] of byField) {
    if (Object.hasOwn(fields, field) || list.some(({ holds }) => holds)) continue;
    const event = ownEvent(rule, fields);
    if (event && accepts(rule, list, event)) continue;
    for (const value of [
      'page',
      'C:\\Quiet\\page.exe',
      '7',
      'true',
      '1999-11-17 12:34:56.789',
      null,
    ]) {
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
  const pattern = valuePattern(rule.logsource, field);
  const passes = (value: unknown): boolean =>
    (value === null || pattern === null || pattern.test(String(value))) &&
    holdsOn(rule, predicate, probe(rule.logsource, field, value));
  const absent = positive.some(
    (test) => test.kind === 'null' || (test.kind === 'exists' && !test.value),
  );
  if (absent) return passes(null) ? null : undefined;
  const posix = pathStyle(rule.logsource.product) === 'posix';
  for (const word of usualWords(rule.logsource, field)) if (passes(word)) return word;
  for (const value of fieldValues(field, positive, posix)) if (passes(value)) return value;
  return mayHoldLists(rule.logsource.product) ? listFor(field, positive, passes) : undefined;
}

/** A JSON log may hold a list, and each test passes if one element passes it. */
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
  const { fields: candidates, between, before } = keywordsOf(rule.logsource);
  const field =
    candidates.find((name) => Object.hasOwn(fields, name)) ?? candidates[0] ?? 'message';
  const own = fields[field];
  const line = [...(own === undefined ? [] : [String(own)]), ...pieces].join(between);
  fields[field] = `${before}${line}`;
  return true;
}
