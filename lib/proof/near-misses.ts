import { changeField, changeText } from '@/lib/events';
import { ANY, type DetectionRule, type Pattern, type SigmaEvent, type Test } from '@/lib/sigma';
import { applyExclusion, type Excluded, exclusionsOf, holdingLiterals } from './exclusions';
import { URL_FIELD } from './field-values';
import type { Literal } from './literals';
import { fixedWords, isOneOf } from './log-words';
import { coveredEvent, matchesRaw } from './matching';

/** An event one change away from a match, so that the rule must not match it. */
export interface Miss {
  readonly change: string;
  readonly field: string | null;
  readonly raw: unknown;
}

const MAX_PER_EVENT = 16;
const MAX_EXCLUSIONS = 8;
const MAX_SHAPES = 4;

/**
 * Near misses of an event that the rule matches: for each selection and field, its smallest change
 * after which the condition is false; for each exclusion, values that make it apply; and the same
 * data in another event. Every one is checked to be a miss.
 */
export function nearMisses(rule: DetectionRule, raw: unknown): Miss[] {
  const event = coveredEvent(rule, raw);
  if (!event) return [];
  const misses: Miss[] = [];
  const seen = new Set<string>();
  const add = (miss: Miss): boolean => {
    const key = JSON.stringify(miss.raw);
    if (seen.has(key) || matchesRaw(rule, miss.raw)) return false;
    seen.add(key);
    misses.push(miss);
    return true;
  };
  for (const { literals, field } of groupsOf(rule, event)) {
    if (misses.length >= MAX_PER_EVENT) break;
    if (field === null) breakKeyword(raw, literals, add);
    else breakField(rule, raw, field, literals, event, add);
  }
  for (const miss of excludedEvents(rule, raw, event)) add(miss);
  for (const miss of otherEvents(rule, raw)) add(miss);
  return misses;
}

/**
 * Near misses of a further alternative: of those comparisons only that earlier events did not use, and
 * only changes of shape, which a query can lose for one value of a list and keep for the others.
 */
export function shapeMisses(rule: DetectionRule, raw: unknown, used: Set<Test>): Miss[] {
  const event = coveredEvent(rule, raw);
  if (!event) return [];
  const misses: Miss[] = [];
  for (const { field, test } of holdingLiterals(rule, event)) {
    if (misses.length >= MAX_SHAPES) break;
    if (used.has(test)) continue;
    used.add(test);
    if (field === null || wordsAt(rule, field, event) !== null) continue;
    for (const broken of brokenValues(test, field, event.fields[field])) {
      if (broken.kind === 'literal') continue;
      const changed = changeField(raw, field, broken.value);
      if (matchesRaw(rule, changed)) continue;
      misses.push({ change: described(field, broken), field, raw: changed });
    }
  }
  return misses;
}

/** The comparisons that hold on the event and speak for it, by selection and field. */
function groupsOf(
  rule: DetectionRule,
  event: SigmaEvent,
): { field: string | null; literals: Literal[] }[] {
  const groups = new Map<string, { field: string | null; literals: Literal[] }>();
  for (const literal of holdingLiterals(rule, event)) {
    const key = `${literal.selection}\0${literal.field ?? ''}`;
    const group = groups.get(key) ?? { field: literal.field, literals: [] };
    group.literals.push(literal);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The words that a field is written in, where the event has one of them. */
function wordsAt(rule: DetectionRule, field: string, event: SigmaEvent): readonly string[] | null {
  const words = fixedWords(rule.logsource, field);
  return words && isOneOf(words, event.fields[field]) ? words : null;
}

function breakField(
  rule: DetectionRule,
  raw: unknown,
  field: string,
  literals: readonly Literal[],
  event: SigmaEvent,
  add: (miss: Miss) => boolean,
): void {
  const words = wordsAt(rule, field, event);
  if (words) {
    for (const word of words) {
      const changed = inRegistryEvent(changeField(raw, field, word), field, word);
      if (add({ change: `${field} is ${quoted(word)}`, field, raw: changed })) return;
    }
    return;
  }
  const value = event.fields[field];
  const kinds = new Set<string>();
  for (const { test } of literals) {
    for (const broken of brokenValues(test, field, value)) {
      if (kinds.has(broken.kind)) continue;
      const change = described(field, broken);
      if (add({ change, field, raw: changeField(raw, field, broken.value) })) {
        kinds.add(broken.kind);
      }
    }
  }
  if (kinds.size === 0) {
    for (const other of ['ledger-page', null]) {
      const change = other === null ? `${field} is absent` : `${field} is another value`;
      if (add({ change, field, raw: changeField(raw, field, other) })) return;
    }
  }
}

interface Broken {
  /** One near miss of each kind is enough for a field. */
  readonly kind: string;
  readonly change: string;
  readonly value: unknown;
}

/** What was changed and to which value, unless the change names this. */
function described(field: string, { kind, change, value }: Broken): string {
  return kind === 'value' ? `${field} ${change}` : `${field} ${change}: ${quoted(value)}`;
}

/** Values a step away from one that passes a test. */
function* brokenValues(test: Test, field: string, value: unknown): Generator<Broken> {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  switch (test.kind) {
    case 'pattern':
      yield* brokenTexts(test.pattern, test.cased, field, text);
      return;
    case 'number':
      yield { kind: 'value', change: `is ${test.value + 1}`, value: test.value + 1 };
      return;
    case 'boolean':
      yield { kind: 'value', change: `is ${!test.value}`, value: !test.value };
      return;
    case 'null':
      yield { kind: 'value', change: 'has a value', value: 'ledger' };
      return;
    case 'exists':
      yield { kind: 'value', change: 'is the other way', value: test.value ? null : 'ledger' };
      return;
    case 'compare': {
      const { operator, value: bound } = test;
      const other =
        operator === 'gt' || operator === 'lt' ? bound : bound + (operator === 'gte' ? -1 : 1);
      yield { kind: 'value', change: `is ${other}`, value: other };
      return;
    }
    case 'cidr':
      for (const other of neighbours(test)) {
        yield { kind: 'value', change: `is ${other}`, value: other };
      }
      return;
    case 'regex':
      yield* brokenByOne(text);
      return;
    case 'field':
    case 'time':
    case 'placeholder':
      return;
  }
}

/** The addresses on both sides of a network, so that one which is too wide shows. */
function neighbours(test: Extract<Test, { kind: 'cidr' }>): string[] {
  if (test.version === 6) return ['2001:db8:77::1', 'fe80::77'];
  const parts = test.network.split('.').map(Number);
  const first = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - test.prefix);
  return [first + size, first - 1, 0xcb007109]
    .filter((value) => value >= 0 && value < 2 ** 32)
    .map((value) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.'));
}

/** Sysmon writes registry paths below one of these. */
const HIVE = /^(?:HKLM|HKU|HKCR|HKCU|\\REGISTRY\\A)(?=\\)/i;

function* brokenTexts(
  pattern: Pattern,
  cased: boolean,
  field: string,
  text: string,
): Generator<Broken> {
  if (pattern[0] !== ANY && field === 'TargetObject' && HIVE.test(text)) {
    const hive = /^HKLM/i.test(text) ? 'HKU\\S-1-5-21-1-2-3-1001' : 'HKLM';
    yield { kind: 'start', change: `is below ${hive}`, value: text.replace(HIVE, () => hive) };
  } else if (pattern[0] !== ANY) {
    // What a web log has there begins with a slash, whatever stands before the rest.
    const start = URL_FIELD.test(field) && text.startsWith('/') ? '/x' : 'x';
    yield { kind: 'start', change: 'starts with something more', value: `${start}${text}` };
  }
  if (pattern[pattern.length - 1] !== ANY) {
    yield { kind: 'end', change: 'ends with something more', value: `${text}x` };
  }
  const literals = pattern.filter((part) => typeof part === 'string');
  const longest = literals.reduce((best, part) => (part.length > best.length ? part : best), '');
  if (longest !== '') {
    const broken = replaceInsensitive(text, longest, withAnotherLetter(longest));
    yield { kind: 'literal', change: `no longer has '${longest}'`, value: broken };
    if (cased) {
      const swapped = replaceInsensitive(text, longest, otherCase(longest));
      yield { kind: 'case', change: `has '${longest}' in another letter case`, value: swapped };
    }
  }
  // The parts in another order: what a pattern is, and "contains each part" is not.
  if (literals.length > 1) {
    const value = [...literals].reverse().join(' ');
    yield { kind: 'order', change: 'has the same parts in another order', value };
  }
}

function* brokenByOne(text: string): Generator<Broken> {
  const step = Math.max(1, Math.floor(text.length / 24));
  for (let at = Math.floor(text.length / 2); at < text.length; at += step) {
    const value = text.slice(0, at) + text.slice(at + 1);
    yield { kind: 'literal', change: `lacks the character at ${at}`, value };
  }
  for (let at = Math.floor(text.length / 2); at >= 0; at -= step) {
    const value = text.slice(0, at) + text.slice(at + 1);
    yield { kind: 'literal', change: `lacks the character at ${at}`, value };
  }
}

/** One character in the middle replaced, by one of the same sort. */
function withAnotherLetter(text: string): string {
  const at = Math.floor(text.length / 2);
  const char = text[at] ?? '';
  const other = /\d/.test(char) ? '5' : 'z';
  return text.slice(0, at) + (char.toLowerCase() === other ? 'q' : other) + text.slice(at + 1);
}

function otherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}

function replaceInsensitive(text: string, part: string, by: string): string {
  const lower = text.toLowerCase();
  const wanted = part.toLowerCase();
  // Characters whose lower case has another length: leave the offsets alone.
  if (lower.length !== text.length || wanted === '') return by;
  let result = '';
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    result += text.slice(from, at) + by;
    from = at + wanted.length;
  }
  return result + text.slice(from);
}

function breakKeyword(
  raw: unknown,
  literals: readonly Literal[],
  add: (miss: Miss) => boolean,
): void {
  for (const { test } of literals) {
    if (test.kind !== 'pattern') continue;
    const words = test.pattern.filter((part) => typeof part === 'string');
    const longest = words.reduce((best, part) => (part.length > best.length ? part : best), '');
    if (longest === '') continue;
    const other = withAnotherLetter(longest);
    const changed = changeText(raw, (text) => replaceInsensitive(text, longest, other));
    if (add({ change: `'${longest}' is nowhere`, field: null, raw: changed })) return;
  }
  const none = changeText(raw, () => 'ledger');
  add({ change: 'no keyword is there', field: null, raw: none });
}

/** The event, changed so that an exclusion applies while the rest of the rule still holds. */
function excludedEvents(rule: DetectionRule, raw: unknown, event: SigmaEvent): Miss[] {
  const misses: Miss[] = [];
  const kept = holdingLiterals(rule, event);
  for (const exclusion of exclusionsOf(rule.predicate)) {
    if (misses.length >= MAX_EXCLUSIONS) break;
    const made = applyExclusion(rule, raw, exclusion, kept);
    if (!made) continue;
    const [first] = made.literals;
    misses.push({
      change: `${first?.selection ?? 'an exclusion'} applies: ${valuesOf(rule, made)}`,
      field: first?.field ?? null,
      raw: made.raw,
    });
  }
  return misses;
}

/** The fields that an exclusion names, with their values: what tells one near miss from another. */
function valuesOf(rule: DetectionRule, { raw, literals }: Excluded): string {
  const event = coveredEvent(rule, raw);
  const fields = new Set(literals.flatMap(({ field }) => field ?? []));
  return [...fields]
    .map((field) => {
      const value = event?.fields[field];
      return value === undefined ? `no ${field}` : `${field} is ${quoted(value)}`;
    })
    .join(', ');
}

const MAX_SHOWN = 120;

function quoted(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `'${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text}'`;
}

/** What the registry event with such an EventType is numbered; others stay as they are. */
function inRegistryEvent(raw: unknown, field: string, word: string): unknown {
  const id = field === 'EventType' ? REGISTRY_EVENTS[word] : undefined;
  return id === undefined ? raw : changeField(raw, 'EventID', id);
}

const REGISTRY_EVENTS: Readonly<Record<string, number>> = {
  CreateKey: 12,
  DeleteKey: 12,
  DeleteValue: 12,
  SetValue: 13,
  RenameKey: 14,
};

/** Sysmon events with the same fields that mean something else. */
const SIBLINGS: Readonly<Record<number, readonly number[]>> = {
  1: [5],
  11: [23, 2],
  12: [13],
  13: [12],
  14: [12],
  17: [3],
  23: [11],
  26: [11],
  7: [6],
  6: [7],
  8: [10],
  10: [8],
};

/** What the event says of itself, where it says so. */
const EVENT_TYPES: Readonly<Record<number, string>> = { 12: 'CreateKey', 13: 'SetValue' };

/** The same data under another event ID, channel or provider: no log source of the rule covers it. */
function otherEvents(rule: DetectionRule, raw: unknown): Miss[] {
  const event = coveredEvent(rule, raw);
  if (!event || event.fields.EventID === undefined) return [];
  const misses: Miss[] = [];
  const id = Number(event.fields.EventID);
  const add = (change: string, field: string, changed: unknown): void => {
    if (coveredEvent(rule, changed) === null) misses.push({ change, field, raw: changed });
  };
  for (const other of SIBLINGS[id] ?? []) {
    const type = EVENT_TYPES[other];
    const changed = changeField(raw, 'EventID', other);
    add(
      `it is event ${other}`,
      'EventID',
      type === undefined ? changed : changeField(changed, 'EventType', type),
    );
  }
  const channel = changeField(raw, 'Channel', 'Quietworks-Ledger/Operational');
  add(
    'another program wrote it to another channel',
    'Channel',
    changeField(channel, 'Provider_Name', 'Quietworks-Ledger'),
  );
  return misses;
}
