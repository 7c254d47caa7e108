import { addAll } from '@/lib/long-lists';
import type { EventTest } from './compile-predicate';
import { toNumber } from './compile-test';
import type { EventView, FieldTable, FieldView } from './event-view';
import { fold } from './fold';
import { isPlain, plainText } from './pattern';
import { ANY, type Predicate, type Test } from './types';

/**
 * Finds the rules that an event could match without trying them all. Most rules can only match if some
 * field has one of a few values, one of a few last path segments (`\powershell.exe`), or a certain text
 * somewhere in it. Such a rule is indexed under these keys and tried only for events that have one.
 * Texts are indexed by four of their characters, so that one pass over a field finds them all.
 */
export interface IndexEntry {
  readonly predicate: Predicate;
  readonly test: EventTest;
  readonly order: number;
}

interface Key {
  readonly kind: 'value' | 'segment' | 'number' | 'part';
  /** null: the whole event. */
  readonly field: string | null;
  readonly text: string;
}

interface Drawer<Entry> {
  readonly kind: Key['kind'];
  readonly view: (event: EventView) => FieldView;
  readonly under: Map<string | number, Entry[]>;
}

const MAX_KEYS = 64;
const GRAM = 4;

export function createRuleIndex<Entry extends IndexEntry>(
  entries: readonly Entry[],
  table: FieldTable,
): (event: EventView) => Entry[] {
  const keyed = entries.map((entry) => ({ entry, keys: necessaryKeys(entry.predicate) }));
  const always = keyed.flatMap(({ entry, keys }) => (keys ? [] : [entry]));
  const rarity = countGrams(keyed.flatMap(({ keys }) => keys ?? []));
  const drawers = new Map<string, Drawer<Entry>>();
  for (const { entry, keys } of keyed) {
    for (const { kind, field, text } of keys ?? []) {
      const name = JSON.stringify([kind, field]);
      const number = field === null ? null : table.numberOf(field);
      const drawer: Drawer<Entry> = drawers.get(name) ?? {
        kind,
        view: number === null ? (event) => event.text : (event) => event.field(number),
        under: new Map(),
      };
      drawers.set(name, drawer);
      const place = kind === 'part' ? rarestGram(text, rarity) : text;
      const filed = drawer.under.get(place);
      if (!filed) drawer.under.set(place, [entry]);
      // An entry is added with all of its keys at once, so a duplicate is always the last element.
      else if (filed[filed.length - 1] !== entry) filed.push(entry);
    }
  }
  const all = [...drawers.values()];
  return (event) => {
    const candidates = new Set(always);
    for (const drawer of all) collect(drawer, drawer.view(event), candidates);
    return [...candidates].filter((entry) => entry.test(event));
  };
}

function collect<Entry>(
  { kind, under }: Drawer<Entry>,
  view: FieldView,
  candidates: Set<Entry>,
): void {
  const take = (place: string | number) => {
    const filed = under.get(place);
    if (filed) for (const entry of filed) candidates.add(entry);
  };
  switch (kind) {
    case 'value':
      view.folded.forEach(take);
      return;
    case 'segment':
      for (const text of view.folded) take(lastSegment(text));
      return;
    case 'number':
      for (const value of view.values) take(String(toNumber(value)));
      return;
    case 'part':
      for (const text of view.folded) eachGram(text, take);
      return;
  }
}

/** Keys, at least one of which must be present for the predicate to hold; null if that is unknown. */
function necessaryKeys(predicate: Predicate): Key[] | null {
  switch (predicate.kind) {
    case 'and': {
      let best: Key[] | null = null;
      for (const child of predicate.of) {
        const keys = necessaryKeys(child);
        if (keys && (!best || breadth(keys) < breadth(best))) best = keys;
      }
      return best;
    }
    case 'or': {
      const all: Key[] = [];
      for (const child of predicate.of) {
        const keys = necessaryKeys(child);
        if (!keys || all.length + keys.length > MAX_KEYS) return null;
        addAll(all, keys);
      }
      return all;
    }
    case 'not':
      return null;
    case 'test': {
      const key = keyOf(predicate.field, predicate.test);
      return key && [key];
    }
  }
}

const BREADTH = { value: 1, segment: 1, part: 2, number: 64 } satisfies Record<Key['kind'], number>;

/** Fewer keys are better. Numbers are mostly event ids, which many events share. */
function breadth(keys: readonly Key[]): number {
  return keys.reduce((sum, key) => sum + BREADTH[key.kind], 0);
}

function keyOf(field: string | null, test: Test): Key | null {
  if (test.kind === 'number') return { kind: 'number', field, text: String(test.value) };
  if (test.kind !== 'pattern') return null;
  const { pattern } = test;
  if (field !== null && isPlain(pattern)) {
    return { kind: 'value', field, text: fold(plainText(pattern)) };
  }
  const [first, end] = pattern;
  if (field !== null && pattern.length === 2 && first === ANY && typeof end === 'string') {
    const text = lastSegment(fold(end));
    if (/^[\\/]./.test(text)) return { kind: 'segment', field, text };
  }
  let longest = '';
  for (const part of pattern) {
    if (typeof part === 'string' && part.length > longest.length) longest = part;
  }
  const text = fold(longest);
  return text.length < GRAM ? null : { kind: 'part', field, text };
}

/** The text from its last slash or backslash on, or all of it without one. */
function lastSegment(text: string): string {
  const at = Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'));
  return at === -1 ? text : text.slice(at);
}

/** Every four characters of a text, as a number. A collision only costs an extra try. */
function eachGram(text: string, see: (gram: number) => void): void {
  let gram = 0;
  for (let at = 0; at < text.length; at++) {
    gram = (gram << 8) | (text.charCodeAt(at) & 0xff);
    if (at >= GRAM - 1) see(gram);
  }
}

function countGrams(keys: readonly Key[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { kind, text } of keys) {
    if (kind === 'part') eachGram(text, (gram) => counts.set(gram, (counts.get(gram) ?? 0) + 1));
  }
  return counts;
}

function rarestGram(text: string, counts: ReadonlyMap<number, number>): number {
  let rarest = 0;
  let least = Number.POSITIVE_INFINITY;
  eachGram(text, (gram) => {
    const count = counts.get(gram) ?? 0;
    if (count < least) {
      rarest = gram;
      least = count;
    }
  });
  return rarest;
}
