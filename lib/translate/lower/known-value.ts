import { number, or, raw, string } from '@/lib/kql';
import { eventIdsOf } from '@/lib/log-sources';
import { type Test, toNumber } from '@/lib/sigma';
import type { Field } from '../mapping/mapping';
import { lowerValue } from './column-value';
import {
  type Comparison,
  noCounterpart,
  traced,
  tracedEquality,
  unknownBecause,
} from './comparison';
import type { Lowered, Problem } from './context';
import { matchesText } from './pattern';

/** A field with the same values in every row of the table. */
export function lowerConstant(
  comparison: Comparison,
  field: Extract<Field, { kind: 'constant' }>,
): Lowered {
  const { test } = comparison.node;
  const holds = field.values.map((value) => decide(test, value));
  if (holds.some((one) => one === null)) {
    return unknownBecause(
      comparison,
      'translate/unsupported-test',
      `${comparison.node.field} has a fixed value in this table and cannot be compared in this way`,
    );
  }
  if (holds.every((one) => one === true)) {
    comparison.context.addTrace(
      comparison.node.origin,
      field,
      field.values.join(', '),
      'every row',
    );
    return { kind: 'constant', value: true, elsewhere: [] };
  }
  if (holds.some((one) => one === true)) {
    return unknownBecause(
      comparison,
      'translate/no-counterpart',
      `${comparison.context.variant.table} does not distinguish ${comparison.node.field} ${field.values.join(' from ')}`,
    );
  }
  const problem: Problem = {
    code: 'translate/event-elsewhere',
    field: comparison.node.field,
    reason: `in ${comparison.context.variant.label}, ${comparison.node.field} is always ${field.values.join(' or ')}`,
    origin: comparison.node.origin,
  };
  return { kind: 'constant', value: false, elsewhere: [problem] };
}

/** A column that the table's filter restricts to these values; null if they do not decide the test. */
export function lowerPinned(
  comparison: Comparison,
  { quality, sources, note }: Field,
  values: readonly string[],
): Lowered | null {
  const holds = values.map((value) => decide(comparison.node.test, value));
  if (holds.includes(null) || (holds.includes(true) && holds.includes(false))) return null;
  const described = { quality, sources, ...(note === undefined ? {} : { note }) };
  return lowerConstant(comparison, { kind: 'constant', values, ...described });
}

/** A field whose every value is a predicate over the table. */
export function lowerWhen(
  comparison: Comparison,
  field: Extract<Field, { kind: 'when' }>,
): Lowered {
  const { test } = comparison.node;
  const wanted = [...field.predicates].filter(([value]) => decide(test, value) === true);
  if (wanted.length === 0) return noCounterpart(comparison);
  reportLost(comparison, new Set(field.predicates.keys()));
  const texts = [...new Set(wanted.map(([, kql]) => kql))];
  return traced(comparison, field, texts.join(' or '), 'holds', or(...texts.map(raw)));
}

/** A field whose values the table spells differently. */
export function lowerValues(
  comparison: Comparison,
  field: Extract<Field, { kind: 'values' }>,
): Lowered {
  const { test, field: name } = comparison.node;
  const column = comparison.context.columnOf(name, field);
  if (test.kind === 'null' || test.kind === 'exists') return lowerValue(comparison, field, column);
  const wanted = [...field.values].flatMap(([value, columnValues]) =>
    decide(test, value) === true ? columnValues : [],
  );
  const own = [...field.values.values()].flat().filter((value) => decide(test, value) === true);
  const found = [...new Set([...wanted, ...own])];
  if (found.length === 0) return noCounterpart(comparison);
  reportLost(comparison, new Set(field.values.keys()));
  if (column.type === 'string') {
    // The mapping spells the values as the table does.
    return tracedEquality(comparison, field, column, true, found.map(string));
  }
  return tracedEquality(
    comparison,
    field,
    column,
    'number',
    found.map((value) => number(Number(value))),
  );
}

/** Event ids that a message lists. */
const MAX_NAMED = 8;

/**
 * Tells which event ids a range or a pattern of them loses: those that the log is known to have and the
 * table has no counterpart for. A single id without one is refused, and told by what leaves it out.
 */
function reportLost(
  { context, negated, node, siblings }: Comparison,
  kept: ReadonlySet<string>,
): void {
  const { field, origin, test } = node;
  const isRange = test.kind === 'compare' || (test.kind === 'pattern' && test.pattern.length > 1);
  if (field !== 'EventID' || !isRange) return;
  const tests = siblings.flatMap((one) =>
    one.kind === 'test' && one.field === field ? [one.test] : [],
  );
  const lost = eventIdsOf(context.logsource).filter(
    (id) => !kept.has(id) && [test, ...tests].every((one) => decide(one, id) === true),
  );
  if (lost.length === 0) return;
  const said =
    lost.length > MAX_NAMED
      ? `${lost.length} event ids, such as ${lost[0]}`
      : `${field} ${lost.join(', ')}`;
  context.report({
    severity: 'warning',
    code: 'translate/no-counterpart',
    message: `${negated ? 'Wider' : 'Narrower'} than the rule: ${context.variant.table} has no counterpart for ${said}`,
    span: origin.span,
    effect: negated ? 'wider' : 'narrower',
  });
}

/** Whether a known value passes a test. Null if only the query can decide. */
export function decide(test: Test, value: string): boolean | null {
  switch (test.kind) {
    case 'pattern':
      return matchesText(test.pattern, value, test.cased);
    case 'number':
      return toNumber(value) === test.value;
    case 'boolean':
      return value.toLowerCase() === String(test.value);
    case 'exists':
      return test.value;
    case 'null':
      return false;
    case 'compare': {
      const left = toNumber(value);
      if (Number.isNaN(left)) return false;
      if (test.operator === 'lt') return left < test.value;
      if (test.operator === 'lte') return left <= test.value;
      return test.operator === 'gt' ? left > test.value : left >= test.value;
    }
    default:
      return null;
  }
}
