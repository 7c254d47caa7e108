import { createCidrTest } from './cidr';
import { compilePattern, type TextTest } from './compile-pattern';
import type { FieldView } from './event-view';
import { fold } from './fold';
import { withLeadingAny, withTrailingAny } from './pattern';
import { compileRegex } from './regex';
import { timePartOf } from './time-part';
import type { CompareOperator, Test } from './types';

export type FieldTest = (field: FieldView) => boolean;

/** Tests that need one field alone; `field` compares two and is compiled with the predicate. */
export type OwnTest = Exclude<Test, { kind: 'field' }>;

/**
 * Compiles a test on a field. An absent field fails every test except `null` and `exists: false`, so
 * `not` of the test is true: a filter on an absent field excludes nothing.
 */
export function compileTest(test: OwnTest): FieldTest {
  switch (test.kind) {
    case 'pattern': {
      const matches = compilePattern(test.pattern, test.cased);
      return test.cased
        ? (field) => some(field.texts, matches)
        : (field) => some(field.folded, matches);
    }
    case 'regex': {
      const matches = compileRegex(test.source, test.flags);
      return (field) => some(field.texts, matches);
    }
    case 'number':
      return (field) => field.values.some((value) => toNumber(value) === test.value);
    case 'boolean': {
      const word = String(test.value);
      return (field) => field.folded.includes(word);
    }
    case 'null':
      return (field) => field.hasNull;
    case 'exists':
      return (field) => field.present === test.value;
    case 'compare': {
      const holds = COMPARE[test.operator];
      return (field) => field.values.some((value) => holds(toNumber(value), test.value));
    }
    case 'time': {
      const holds = COMPARE[test.operator];
      return (field) =>
        field.values.some((value) => holds(timePartOf(value, test.part), test.value));
    }
    case 'cidr': {
      const contains = createCidrTest(test);
      return (field) => some(field.texts, contains);
    }
    case 'placeholder':
      return () => false;
  }
}

/** A keyword may occur anywhere in the event's text. */
export function compileKeyword(test: OwnTest): FieldTest {
  if (test.kind !== 'pattern') return compileTest(test);
  return compileTest({ ...test, pattern: withLeadingAny(withTrailingAny(test.pattern)) });
}

/** Compares the values of two fields, as text. */
export function compileFieldTest(
  test: Extract<Test, { kind: 'field' }>,
): (left: FieldView, right: FieldView) => boolean {
  const holds = ANCHORS[test.anchor];
  return (left, right) => {
    const lefts = test.cased ? left.texts : left.folded;
    const rights = test.cased ? right.texts : right.folded;
    return lefts.some((one) => rights.some((other) => holds(one, other)));
  };
}

const ANCHORS = {
  equals: (one, other) => one === other,
  startswith: (one, other) => one.startsWith(other),
  endswith: (one, other) => one.endsWith(other),
  contains: (one, other) => one.includes(other),
} satisfies Record<
  Extract<Test, { kind: 'field' }>['anchor'],
  (one: string, other: string) => boolean
>;

/** NaN ("not a number") fails all of these. */
export const COMPARE = {
  lt: (one, other) => one < other,
  lte: (one, other) => one <= other,
  gt: (one, other) => one > other,
  gte: (one, other) => one >= other,
  eq: (one, other) => one === other,
  neq: (one, other) => !Number.isNaN(one) && one !== other,
} satisfies Record<CompareOperator | 'eq' | 'neq', (one: number, other: number) => boolean>;

/** Numbers, and text with a decimal or hexadecimal number; NaN for everything else. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return Number.NaN;
  const text = fold(value.trim());
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$|^0x[0-9a-f]+$/.test(text)
    ? Number(text)
    : Number.NaN;
}

function some(texts: readonly string[], matches: TextTest): boolean {
  for (const text of texts) if (matches(text)) return true;
  return false;
}
