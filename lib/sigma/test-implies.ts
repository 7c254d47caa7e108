import { groupBy } from '@/lib/group-by';
import { createCidrTest } from './cidr';
import { patternWithin } from './compile-pattern';
import { COMPARE, toNumber } from './compile-test';
import { fold } from './fold';
import { isPlain, plainText, withLeadingAny, withTrailingAny } from './pattern';
import { regexWithin } from './regex';
import { ANY, type CompareOperator, ONE, type Test } from './types';
import type { Leaf } from './walk-predicate';

type Compared = Pick<Leaf, 'field' | 'test'>;
type Kind<Name extends Test['kind']> = Extract<Test, { kind: Name }>;

/**
 * The pairs of comparisons of which the first implies the second: every event that passes the one passes
 * the other. By their places in the list; nulls are passed over. Some are not found: those that would
 * take too long.
 */
export function impliedPairs(leaves: readonly (Compared | null)[]): [from: number, to: number][] {
  const entries = leaves.flatMap((leaf, at) => (leaf ? [entryOf(leaf, at)] : []));
  const pairs: [number, number][] = [];
  let steps = 0;
  for (const group of groupBy(entries, ({ field }) => field).values()) {
    for (const to of group) {
      for (const from of group) {
        steps += 1 + from.size / 16;
        if (from === to || !mayImply(from, to)) continue;
        steps += stepsToCompare(from, to);
        if (steps > MAX_STEPS) return pairs;
        if (testImplies(from.test, to.test)) pairs.push([from.at, to.at]);
      }
    }
  }
  return pairs;
}

/** About a second. The largest rules of SigmaHQ take a twentieth. */
const MAX_STEPS = 50_000_000;
const STEPS_OF_AUTOMATA = 100_000;

function stepsToCompare({ test: a, size }: Entry, { test: b, size: other }: Entry): number {
  if (a.kind === 'regex' || b.kind === 'regex') return STEPS_OF_AUTOMATA;
  return a.kind === 'pattern' && b.kind === 'pattern' ? size * other : 1;
}

/** Whether an event that passes one comparison passes the other, whatever it holds. */
export function leafImplies(from: Compared, to: Compared): boolean {
  return impliedPairs([from, to]).some(([at]) => at === 0);
}

interface Entry {
  readonly at: number;
  readonly field: string | null;
  readonly test: Test;
  /** How long its text is. */
  readonly size: number;
  /** Of a pattern, its text and the longest part of it without a wildcard. */
  readonly pattern: { readonly text: string; readonly part: string } | null;
}

function entryOf({ field, test: own }: Compared, at: number): Entry {
  const test = field === null ? anywhere(own) : own;
  if (test.kind !== 'pattern') return { at, field, test, size: 1, pattern: null };
  const texts = test.pattern.filter((part) => typeof part === 'string').map(fold);
  const part = texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
  const text = texts.join('\0');
  return { at, field, test, size: text.length + 1, pattern: { text, part } };
}

/** Sorts out most pairs at once: a pattern that implies another has every part of it. */
function mayImply(from: Entry, to: Entry): boolean {
  return !from.pattern || !to.pattern || from.pattern.text.includes(to.pattern.part);
}

/** A keyword may occur anywhere in the event's text. */
function anywhere(test: Test): Test {
  if (test.kind !== 'pattern') return test;
  return { ...test, pattern: withLeadingAny(withTrailingAny(test.pattern)) };
}

function testImplies(a: Test, b: Test): boolean {
  if (a.kind !== 'pattern' && sameTest(a, b)) return true;
  if (b.kind === 'exists') return b.value && asksForValue(a);
  if (b.kind === 'null') return a.kind === 'exists' && !a.value;
  switch (a.kind) {
    case 'pattern':
      return patternImplies(a, b);
    case 'boolean':
      return testImplies({ kind: 'pattern', pattern: [String(a.value)], cased: false }, b);
    case 'regex':
      return textImplies(a, b);
    case 'number':
      return b.kind === 'compare' && COMPARE[b.operator](a.value, b.value);
    case 'compare':
      return b.kind === 'compare' && boundImplies(a, b);
    case 'time':
      return b.kind === 'time' && a.part === b.part && boundImplies(a, b);
    case 'cidr':
      return b.kind === 'cidr' && networkImplies(a, b);
    case 'field':
      return b.kind === 'field' && fieldImplies(a, b);
    default:
      return false;
  }
}

/** A comparison as a text that is the same for the same field and test. */
export function leafKey({ field, test }: Compared): string {
  return JSON.stringify([field, test], (_, value: unknown) =>
    value === ANY ? { any: true } : value === ONE ? { one: true } : value,
  );
}

function sameTest(a: Test, b: Test): boolean {
  return (
    a.kind === b.kind && leafKey({ field: null, test: a }) === leafKey({ field: null, test: b })
  );
}

/** Placeholders are out: nobody knows what theirs will be. */
function asksForValue({ kind }: Test): boolean {
  return kind !== 'null' && kind !== 'exists' && kind !== 'placeholder';
}

function patternImplies(a: Kind<'pattern'>, b: Test): boolean {
  if (b.kind === 'pattern' && (a.cased || !b.cased)) {
    return patternWithin(a.pattern, b.pattern, b.cased);
  }
  if (b.kind === 'pattern' || b.kind === 'regex') return textImplies(a, b);
  if (!isPlain(a.pattern)) return false;
  const text = plainText(a.pattern);
  switch (b.kind) {
    case 'boolean':
      return fold(text) === String(b.value);
    case 'number':
      return toNumber(text) === b.value;
    case 'compare':
      return COMPARE[b.operator](toNumber(text), b.value);
    case 'cidr':
      return createCidrTest(b)(text);
    default:
      return false;
  }
}

/** Of patterns and regular expressions, by their automata. */
function textImplies(a: Kind<'pattern' | 'regex'>, b: Test): boolean {
  return (b.kind === 'pattern' || b.kind === 'regex') && regexWithin(a, b);
}

const DOWN = new Set<Bound['operator']>(['gt', 'gte', 'eq']);
const UP = new Set<Bound['operator']>(['lt', 'lte', 'eq']);

interface Bound {
  readonly operator: CompareOperator | 'eq' | 'neq';
  readonly value: number;
}

/** Whether every number within one bound is within the other: `> 5` implies `> 3` and `>= 5`. */
export function boundImplies(a: Bound, b: Bound): boolean {
  if (a.operator === b.operator && a.value === b.value) return true;
  if (a.operator === 'neq' || b.operator === 'neq' || b.operator === 'eq') return false;
  const sides = b.operator === 'gt' || b.operator === 'gte' ? DOWN : UP;
  if (!sides.has(a.operator)) return false;
  const isOpen = a.operator === 'gt' || a.operator === 'lt';
  return COMPARE[b.operator](a.value, b.value) || (isOpen && a.value === b.value);
}

function networkImplies(a: Kind<'cidr'>, b: Kind<'cidr'>): boolean {
  return a.version === b.version && a.prefix >= b.prefix && createCidrTest(b)(a.network);
}

function fieldImplies(a: Kind<'field'>, b: Kind<'field'>): boolean {
  if (a.field !== b.field || (b.cased && !a.cased)) return false;
  return b.anchor === a.anchor || b.anchor === 'contains' || a.anchor === 'equals';
}
