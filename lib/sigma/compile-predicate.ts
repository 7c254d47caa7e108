import { compileFieldTest, compileKeyword, compileTest } from './compile-test';
import type { EventView, FieldTable } from './event-view';
import { fold } from './fold';
import { isPlain, plainText } from './pattern';
import { ANY, type Predicate, type Test } from './types';
import { type Leaf, sumTests } from './walk-predicate';

export type EventTest = (event: EventView) => boolean;

/** A predicate as one function; fields are numbered in `table`. */
export function compilePredicate(predicate: Predicate, table: FieldTable): EventTest {
  switch (predicate.kind) {
    case 'and': {
      const cheapFirst = predicate.of.toSorted((a, b) => sumTests(a, costOf) - sumTests(b, costOf));
      const of = cheapFirst.map((child) => compilePredicate(child, table));
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

/** The rough cost of a test, in comparisons of a short text. */
function costOf({ field, test }: Leaf): number {
  if (field === null || test.kind === 'regex') return 100;
  return test.kind === 'pattern' && test.pattern.length > 2 ? 10 : 1;
}

/**
 * Most value lists hold literals for one field. Instead of comparing them one by one, whole values and
 * endings use a lookup, endings by their last two characters.
 */
function compileAlternatives(of: readonly Predicate[], table: FieldTable): EventTest[] {
  const wholes = new Map<string, Set<string>>();
  const endings = new Map<string, Map<string, string[]>>();
  const others: Predicate[] = [];
  for (const child of of) {
    const list = child.kind === 'test' && child.field !== null ? listed(child.test) : null;
    if (!list || child.kind !== 'test' || child.field === null) {
      others.push(child);
    } else if (list.whole) {
      wholes.set(child.field, (wholes.get(child.field) ?? new Set()).add(list.text));
    } else {
      const byEnd = endings.get(child.field) ?? new Map<string, string[]>();
      endings.set(child.field, byEnd);
      const end = list.text.slice(-2);
      byEnd.set(end, [...(byEnd.get(end) ?? []), list.text]);
    }
  }
  const lookups = Array.from(wholes, ([field, set]): EventTest => {
    const number = table.numberOf(field);
    return (event) => {
      for (const text of event.field(number).folded) if (set.has(text)) return true;
      return false;
    };
  });
  const suffixes = Array.from(endings, ([field, byEnd]): EventTest => {
    const number = table.numberOf(field);
    return (event) => {
      for (const text of event.field(number).folded) {
        const candidates = byEnd.get(text.slice(-2));
        if (candidates?.some((ending) => text.endsWith(ending))) return true;
      }
      return false;
    };
  });
  return [...lookups, ...suffixes, ...others.map((child) => compilePredicate(child, table))];
}

function listed(test: Test): { whole: boolean; text: string } | null {
  if (test.kind !== 'pattern' || test.cased) return null;
  const { pattern } = test;
  if (isPlain(pattern)) return { whole: true, text: fold(plainText(pattern)) };
  const [first, end] = pattern;
  if (pattern.length !== 2 || first !== ANY || typeof end !== 'string') return null;
  const text = fold(end);
  return text.length < 2 ? null : { whole: false, text };
}
