import { compileFieldTest, compileKeyword, compileTest } from './compile-test';
import type { EventView, FieldTable } from './event-view';
import { fold } from './fold';
import { isPlain, plainText } from './pattern';
import type { Predicate } from './types';

export type EventTest = (event: EventView) => boolean;

/** A predicate as one function; fields are numbered in `table`. */
export function compilePredicate(predicate: Predicate, table: FieldTable): EventTest {
  switch (predicate.kind) {
    case 'and': {
      const of = predicate.of.map((child) => compilePredicate(child, table));
      return (event) => {
        for (const test of of) if (!test(event)) return false;
        return true;
      };
    }
    case 'or': {
      const of = compileAlternatives(predicate.of, table);
      const [first] = of;
      if (of.length === 1 && first) return first;
      return (event) => {
        for (const test of of) if (test(event)) return true;
        return false;
      };
    }
    case 'not': {
      const of = compilePredicate(predicate.of, table);
      return (event) => !of(event);
    }
    case 'test':
      return compileLeaf(predicate, table);
  }
}

export type Leaf = Extract<Predicate, { kind: 'test' }>;

export function compileLeaf({ field, test }: Leaf, table: FieldTable): EventTest {
  if (test.kind === 'field') {
    const left = field === null ? null : table.numberOf(field);
    const right = table.numberOf(test.field);
    const matches = compileFieldTest(test);
    return (event) => matches(left === null ? event.text : event.field(left), event.field(right));
  }
  if (field === null) {
    const matches = compileKeyword(test);
    return (event) => matches(event.text);
  }
  const number = table.numberOf(field);
  const matches = compileTest(test);
  return (event) => matches(event.field(number));
}

/** Long value lists are mostly plain words of one field: those are looked up instead of compared. */
function compileAlternatives(of: readonly Predicate[], table: FieldTable): EventTest[] {
  const words = new Map<string, Set<string>>();
  const others: Predicate[] = [];
  for (const child of of) {
    const word = child.kind === 'test' && child.field !== null ? plainWord(child) : null;
    if (word === null || child.kind !== 'test' || child.field === null) {
      others.push(child);
      continue;
    }
    const known = words.get(child.field);
    if (known) known.add(word);
    else words.set(child.field, new Set([word]));
  }
  const lookups = Array.from(words, ([field, set]): EventTest => {
    const number = table.numberOf(field);
    return (event) => {
      for (const text of event.field(number).folded) if (set.has(text)) return true;
      return false;
    };
  });
  return [...lookups, ...others.map((child) => compilePredicate(child, table))];
}

function plainWord({ test }: Leaf): string | null {
  if (test.kind !== 'pattern' || test.cased || !isPlain(test.pattern)) return null;
  return fold(plainText(test.pattern));
}
