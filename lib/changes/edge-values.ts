import { type FieldValues, toRaw } from '@/lib/events';
import { groupBy } from '@/lib/group-by';
import { type FieldLiteral, matchesRaw, valueFor } from '@/lib/proof';
import { type DetectionRule, matchRule, type Predicate, type SigmaEvent } from '@/lib/sigma';

/**
 * Values that satisfy the literals where the plain ones that `solveLiterals` tries do not: such as differ
 * from the comparisons that must not hold in letter case, by one, or in how a number is spelt. Null if
 * these do not either.
 */
export function solveAtEdges(
  rule: DetectionRule,
  literals: readonly FieldLiteral[],
): FieldValues | null {
  const fields: Record<string, unknown> = {};
  for (const [field, list] of groupBy(literals, (one) => one.field)) {
    if (field === null) return null;
    const value = valueFor(rule, field, list) ?? edgeValue(rule, field, list);
    if (value === undefined) return null;
    if (value !== null) fields[field] = value;
  }
  return matchesRaw(rule, toRaw(rule.logsource, fields)) ? fields : null;
}

function edgeValue(rule: DetectionRule, field: string, list: readonly FieldLiteral[]): unknown {
  const part = { ...rule, predicate: conjunction(list) };
  return [...candidates(rule, field, list)].find((value) =>
    matchRule(part, eventOf({ [field]: value })),
  );
}

function* candidates(
  rule: DetectionRule,
  field: string,
  list: readonly FieldLiteral[],
): Generator<unknown> {
  const held = list.filter(({ holds }) => holds);
  const plain = valueFor(rule, field, held);
  if (typeof plain === 'string') {
    yield plain.toUpperCase();
    yield plain.toLowerCase();
    yield plain.slice(0, 1).toUpperCase() + plain.slice(1);
  }
  for (const { test } of list) {
    if (test.kind === 'compare') yield* [test.value, test.value - 1, test.value + 1];
    if (test.kind === 'number' && test.value >= 0) yield `0x${test.value.toString(16)}`;
  }
}

function conjunction(literals: readonly FieldLiteral[]): Predicate {
  return {
    kind: 'and',
    of: literals.map(({ field, test, holds, selection }): Predicate => {
      const origin = { selection, field, modifiers: [], value: '', span: { start: 0, end: 0 } };
      const leaf: Predicate = { kind: 'test', field, test, origin };
      return holds ? leaf : { kind: 'not', of: leaf };
    }),
  };
}

function eventOf(fields: SigmaEvent['fields']): SigmaEvent {
  return { product: null, category: null, service: null, fields, text: '', time: null };
}
