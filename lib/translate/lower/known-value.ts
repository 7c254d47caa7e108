import { number, or, raw, string } from '@/lib/kql';
import type { Test } from '@/lib/sigma';
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

/** A field that has the same values in every row of the table. */
export function lowerConstant(c: Comparison, field: Extract<Field, { kind: 'constant' }>): Lowered {
  const { test } = c.node;
  const holds = field.values.map((value) => decide(test, value));
  if (holds.some((one) => one === null)) {
    return unknownBecause(
      c,
      'translate/unsupported-test',
      `${c.node.field} has a fixed value in this table and cannot be compared in this way`,
    );
  }
  if (holds.every((one) => one === true)) {
    c.context.addTrace(c.node.origin, field, field.values.join(', '), 'every row');
    return { kind: 'constant', value: true, elsewhere: [] };
  }
  if (holds.some((one) => one === true)) {
    return unknownBecause(
      c,
      'translate/no-counterpart',
      `${c.context.variant.table} does not distinguish ${c.node.field} ${field.values.join(' from ')}`,
    );
  }
  const problem: Problem = {
    code: 'translate/event-elsewhere',
    field: c.node.field,
    reason: `${c.context.variant.label} holds ${c.node.field} ${field.values.join(', ')} only`,
    origin: c.node.origin,
  };
  return { kind: 'constant', value: false, elsewhere: [problem] };
}

/** A field whose values are each a predicate of the table. */
export function lowerWhen(c: Comparison, field: Extract<Field, { kind: 'when' }>): Lowered {
  const { test } = c.node;
  const wanted = [...field.predicates].filter(([value]) => decide(test, value) === true);
  if (wanted.length === 0) return noCounterpart(c);
  const texts = [...new Set(wanted.map(([, kql]) => kql))];
  return traced(c, field, texts.join(' or '), 'holds', or(...texts.map(raw)));
}

/** A field whose values the table spells in its own way. */
export function lowerValues(c: Comparison, field: Extract<Field, { kind: 'values' }>): Lowered {
  const { test, field: name } = c.node;
  const column = c.context.columnOf(name, field);
  if (test.kind === 'null' || test.kind === 'exists') return lowerValue(c, field, column);
  const wanted = [...field.values].flatMap(([value, columnValues]) =>
    decide(test, value) === true ? columnValues : [],
  );
  const own = [...field.values.values()].flat().filter((value) => decide(test, value) === true);
  const found = [...new Set([...wanted, ...own])];
  if (found.length === 0) return noCounterpart(c);
  if (column.type === 'string') {
    // The mapping spells the values as the table does.
    return tracedEquality(c, field, column, true, found.map(string));
  }
  return tracedEquality(
    c,
    field,
    column,
    'number',
    found.map((value) => number(Number(value))),
  );
}

/** Whether a known value passes a test; null where only the query could tell. */
function decide(test: Test, value: string): boolean | null {
  switch (test.kind) {
    case 'pattern':
      return matchesText(test.pattern, value, test.cased);
    case 'number':
    case 'boolean':
      return value.toLowerCase() === String(test.value);
    case 'exists':
      return test.value;
    case 'null':
      return false;
    case 'compare': {
      const left = Number(value);
      if (Number.isNaN(left)) return false;
      if (test.operator === 'lt') return left < test.value;
      if (test.operator === 'lte') return left <= test.value;
      return test.operator === 'gt' ? left > test.value : left >= test.value;
    }
    default:
      return null;
  }
}
