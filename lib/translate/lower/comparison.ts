import { and, bool, call, type Expression, not, raw } from '@/lib/kql';
import type { CompareOperator, Predicate } from '@/lib/sigma';
import type { Field, Keywords } from '../mapping/mapping';
import type { Column, Equals, Lowered, LoweringContext, Problem } from './context';

export type ValueField = Extract<Field, { kind: 'value' | 'values' | 'registry-data' }>;

/** One comparison of a rule, on its way into a table's query. */
export interface Comparison {
  readonly node: Extract<Predicate, { kind: 'test' }>;
  readonly context: LoweringContext;
  /** Inside a negation, where the comparison must be false, never null. */
  readonly guarded: boolean;
  /** Inside an odd number of negations, where what finds more makes the query find less. */
  readonly negated: boolean;
  /** What must hold together with it; with itself among them. */
  readonly siblings: readonly Predicate[];
}

export const COMPARISONS: Readonly<Record<CompareOperator, '<' | '<=' | '>' | '>='>> = {
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

/** The `kind` of a Sigma field test as KQL operators, without and with case. */
export const OPERATORS = {
  equals: ['=~', '=='],
  startswith: ['startswith', 'startswith_cs'],
  endswith: ['endswith', 'endswith_cs'],
  contains: ['contains', 'contains_cs'],
} as const;

export function unknownBecause(
  comparison: Comparison,
  code: Problem['code'],
  reason: string,
): Lowered {
  const { field, origin } = comparison.node;
  return { kind: 'unknown', problems: [{ code, field, reason, origin }] };
}

/** Adds the expression's line to the trace. */
export function traced(
  comparison: Comparison,
  described: Field | Keywords,
  columnText: string,
  operator: string,
  expression: Expression,
): Lowered {
  const tag = comparison.context.addTrace(comparison.node.origin, described, columnText, operator);
  return { kind: 'expression', expression: mark(expression, tag) };
}

/** Equalities can merge with others on the same column. */
export function tracedEquality(
  comparison: Comparison,
  described: Field,
  column: Column,
  cased: Equals['cased'],
  values: readonly Expression[],
  where?: string,
): Lowered {
  const operator = cased === false ? '=~' : '==';
  const tag = comparison.context.addTrace(comparison.node.origin, described, column.text, operator);
  const guarded = cased === 'number' && comparison.guarded && !column.required;
  return {
    kind: 'equals',
    equals: {
      key: `${cased}\0${column.text}\0${where ?? ''}`,
      column: column.expression,
      cased,
      values: values.map((value) => mark(value, tag)),
      guarded,
      ...(where === undefined ? {} : { where: raw(where) }),
    },
  };
}

/** Inside a negation, a comparison with a missing value must be false, never null. */
export function tracedGuarded(
  comparison: Comparison,
  field: Field,
  column: Column,
  operator: string,
  expression: Expression,
  mayFail = false,
): Lowered {
  if (!comparison.guarded || (column.required && !mayFail)) {
    return traced(comparison, field, column.text, operator, expression);
  }
  const safe = mayFail
    ? call('coalesce', expression, bool(false))
    : and(call('isnotnull', column.expression), expression);
  return traced(comparison, field, column.text, operator, safe);
}

/** A test that the field is missing, or, if `absent` is false, that it exists. */
export function lowerAbsence(
  comparison: Comparison,
  field: Field,
  column: Column,
  absent: boolean,
): Lowered {
  const text = column.type === 'string';
  const name = absent ? (text ? 'isempty' : 'isnull') : text ? 'isnotempty' : 'isnotnull';
  return traced(comparison, field, column.text, name, call(name, column.expression));
}

/**
 * A test that the field is there and empty, or, if `exists` is given, only whether it is there. Most tables
 * do not tell an empty field from a missing one, which is told unless the rule asks for both.
 */
export function lowerPresence(
  comparison: Comparison,
  field: Field,
  column: Column,
  exists?: boolean,
): Lowered {
  const { context, node, negated } = comparison;
  const tests = context.tests.get(node.field) ?? [];
  const absent = exists !== true;
  if (exists === undefined && tests.some(({ kind }) => kind === 'null')) {
    return lowerAbsence(comparison, field, column, absent);
  }
  if (column.present !== null) {
    const here = raw(column.present);
    if (exists === false) return traced(comparison, field, column.present, 'fails', not(here));
    if (exists) return traced(comparison, field, column.present, 'holds', here);
    const empty = and(here, call('isempty', column.expression));
    return traced(comparison, field, column.text, 'isempty', empty);
  }
  if (!column.required) {
    context.report({
      severity: 'warning',
      code: 'translate/empty-or-absent',
      message: `${context.variant.label}: an empty ${node.field} looks like a missing one`,
      span: node.origin.span,
      effect: absent === negated ? 'narrower' : 'wider',
    });
  }
  return lowerAbsence(comparison, field, column, absent);
}

export function noCounterpart(comparison: Comparison): Lowered {
  const { field, origin } = comparison.node;
  return unknownBecause(
    comparison,
    'translate/no-counterpart',
    `${comparison.context.variant.table} has no counterpart for ${field} '${origin.value}'`,
  );
}

/** Tags a new node that nothing else uses, without the copy that `tagged` makes. */
function mark(expression: Expression, tag: number): Expression {
  return Object.assign(expression, { tags: [tag] });
}
