import { and, bool, call, compare, type Expression, list, not, or, tagged } from '@/lib/kql';
import type { Equals } from './context';

export function equalsExpression(equals: Equals): Expression {
  const own = ownExpression(equals);
  return equals.or ? or(own, equalsExpression(equals.or)) : own;
}

function ownExpression(equals: Equals): Expression {
  const { column, cased, where } = equals;
  const values = distinct(equals.values, cased === false);
  const first = values[0];
  let made: Expression;
  if (!first) made = bool(false);
  else if (values.length === 1 && cased !== 'number' && isEmptyText(first)) {
    // Kusto's strings are never null, so this is how an empty one is asked for.
    made = { ...call('isempty', column), ...(first.tags ? { tags: first.tags } : {}) };
  } else if (values.length === 1) {
    const operator = cased === false ? '=~' : '==';
    // The tag belongs to the comparison, which a reader sees as one unit.
    made = { ...compare(column, operator, first), ...(first.tags ? { tags: first.tags } : {}) };
  } else made = list(column, cased === false ? 'in~' : 'in', values);
  if (where) made = and(made, where);
  return equals.guarded ? and(call('isnotnull', column), made) : made;
}

/** Each value once, as it is written first, with the tags of all. */
function distinct(values: readonly Expression[], folds: boolean): Expression[] {
  const found = new Map<unknown, Expression>();
  for (const value of values) {
    const key = value.kind === 'string' ? comparedText(value.value, folds) : keyOfValue(value);
    const known = found.get(key);
    found.set(key, known ? tagged(known, ...(value.tags ?? [])) : value);
  }
  return [...found.values()];
}

/** Numbers by their value; any other expression only by itself. */
function keyOfValue(value: Expression): unknown {
  return value.kind === 'number' ? value.value : value;
}

/** What KQL compares of a text: without regard to case, it folds ASCII letters only. */
export function comparedText(text: string, folds: boolean): string {
  return folds ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

function isEmptyText(value: Expression): boolean {
  return value.kind === 'string' && value.value === '';
}

/** Adds the values of an equality with the same key. */
export function joinEquals(into: Equals, from: Equals): void {
  for (const value of from.values) into.values.push(value);
  if (into.or && from.or) joinEquals(into.or, from.or);
}

/** A copy with its own lists of values. */
export function copyEquals(equals: Equals): Equals {
  return {
    ...equals,
    values: [...equals.values],
    ...(equals.or ? { or: copyEquals(equals.or) } : {}),
  };
}

const NEGATED = new Map(
  Object.entries<string>({
    '=~': '!~',
    '==': '!=',
    contains: '!contains',
    contains_cs: '!contains_cs',
    startswith: '!startswith',
    startswith_cs: '!startswith_cs',
    endswith: '!endswith',
    endswith_cs: '!endswith_cs',
    in: '!in',
    'in~': '!in~',
  }),
);
const NEGATED_CALLS = new Map(
  Object.entries<string>({
    isempty: 'isnotempty',
    isnotempty: 'isempty',
    isnull: 'isnotnull',
    isnotnull: 'isnull',
  }),
);

/** The opposite, with the operator's negative form if it has one. */
export function negate(expression: Expression): Expression {
  const { tags } = expression;
  const marked = <Node extends Expression>(node: Node): Node =>
    tags ? tagged(node, ...tags) : node;
  if (expression.comment === undefined) {
    if (expression.kind === 'compare') {
      const operator = NEGATED.get(expression.operator);
      if (operator) return { ...expression, operator: operator as typeof expression.operator };
    }
    if (expression.kind === 'list') {
      const operator = NEGATED.get(expression.operator);
      if (operator) return { ...expression, operator: operator as typeof expression.operator };
    }
    if (expression.kind === 'call') {
      const opposite = NEGATED_CALLS.get(expression.name);
      if (opposite) return { ...expression, name: opposite };
    }
    if (expression.kind === 'not') return expression.of;
    if (expression.kind === 'and' && expression.of.length === 2) {
      const [guard, test] = expression.of;
      if (guard?.kind === 'call' && guard.name === 'isnotnull' && test) {
        return marked(or(negate(guard), negate(test)));
      }
    }
  }
  return not(expression);
}
