import { changeField, changeText } from '@/lib/events';
import type { DetectionRule, SigmaEvent, Test } from '@/lib/sigma';
import { applyExclusion, type Excluded, exclusionsOf, holdingLiterals } from '../apply-exclusions';
import type { Literal } from '../literals';
import { fixedWords, isOneOf } from '../log-words';
import { coveredEvent, matchesRaw } from '../match-raw-event';
import { type Broken, brokenValues } from './broken-values';
import type { Miss } from './miss';
import { otherEvents } from './other-events';
import { replaceInsensitive, withAnotherLetter } from './replace-text';

const MAX_PER_EVENT = 16;

const MAX_EXCLUSIONS = 8;

const MAX_SHAPES = 4;

/** What each log writes alike into all its events. */
const STAMPS: ReadonlySet<string> = new Set(['Channel', 'Provider_Name']);

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
      const changed = brokenEvent(raw, event, field, broken.value);
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
  // No log writes its events into the channel of another. `otherEvents` changes the whole event.
  if (words && STAMPS.has(field)) return;
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
      const changed = brokenEvent(raw, event, field, broken.value);
      if (add({ change, field, raw: changed })) {
        kinds.add(broken.kind);
      }
    }
  }
  if (kinds.size === 0) {
    for (const other of ['ledger-page', null]) {
      const change = other === null ? `${field} is absent` : `${field} has another value`;
      if (add({ change, field, raw: changeField(raw, field, other) })) return;
    }
  }
}

/** The event with another value; a registry event with another number has the type that belongs to it. */
function brokenEvent(raw: unknown, event: SigmaEvent, field: string, value: unknown): unknown {
  const changed = changeField(raw, field, value);
  const renumbers = field === 'EventID' && event.fields.EventType !== undefined;
  return renumbers ? inRegistryEvent(changed, field, value) : changed;
}

/** What was changed and to which value, unless the change names this. */
function described(field: string, { kind, change, value }: Broken): string {
  return kind === 'value' ? `${field} ${change}` : `${field} ${change}: ${quoted(value)}`;
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
    if (add({ change: `'${longest}' does not appear`, field: null, raw: changed })) return;
  }
  const none = changeText(raw, () => 'ledger');
  add({ change: 'no keyword appears', field: null, raw: none });
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

/** A registry event whose EventType and number belong together; others stay as they are. */
function inRegistryEvent(raw: unknown, field: string, value: unknown): unknown {
  const [other, fitting] =
    field === 'EventType'
      ? ['EventID', REGISTRY_EVENTS.get(String(value))]
      : ['EventType', [...REGISTRY_EVENTS].find(([, id]) => id === Number(value))?.[0]];
  return fitting === undefined ? raw : changeField(raw, other, fitting);
}

const REGISTRY_EVENTS = new Map(
  Object.entries<number>({
    CreateKey: 12,
    DeleteKey: 12,
    DeleteValue: 12,
    SetValue: 13,
    RenameKey: 14,
  }),
);
