import type { Cells, Column, Environment, Pipeline } from '../environment';
import { child, classOf, items, type Node, optional, textOf } from '../syntax';
import { compareValues, type Value } from '../values';

/** `sort by`. */
export function sort(
  node: Node,
  input: Pipeline,
  _columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const compare = ordering(items(child(node, 'Expressions')), environment);
  return { columns: input.columns, rows: () => sortedBy(input.rows(), compare) };
}

/** `top N by`. */
export function top(
  node: Node,
  input: Pipeline,
  _columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const compare = ordering([child(node, 'ByExpression')], environment);
  const limit = environment.compilers.expression(child(node, 'Expression'), environment);
  return {
    columns: input.columns,
    rows: () => sortedBy(input.rows(), compare).slice(0, Number(limit.get({}, 0, []))),
  };
}

type Compare = (a: Entry, b: Entry) => number;

interface Entry {
  readonly row: Cells;
  readonly at: number;
}

/** Null and NaN, which have no place among the other values: null further out than NaN. */
function outerRank(value: Value): number {
  if (value === null || value === undefined) return 2;
  return Number.isNaN(value) ? 1 : 0;
}

/**
 * Descending by default. Nulls come first in ascending order and last in descending order, with NaN next
 * to them. https://learn.microsoft.com/kusto/query/sort-operator
 */
function ordering(keys: readonly Node[], environment: Environment): Compare {
  const parts = keys.map((key) => {
    const isOrdered = classOf(key) === 'OrderedExpression';
    const clause = isOrdered ? optional(key, 'Ordering') : null;
    const direction = clause ? optional(clause, 'AscOrDescKeyword') : null;
    const ascending = direction ? textOf(direction) === 'asc' : false;
    const nulls = clause ? optional(clause, 'NullsClause') : null;
    const nullsFirst = nulls ? textOf(child(nulls, 'FirstOrLastKeyword')) === 'first' : ascending;
    const of = isOrdered ? child(key, 'Expression') : key;
    return { get: environment.compilers.expression(of, environment).get, ascending, nullsFirst };
  });
  return (a, b) => {
    for (const { get, ascending, nullsFirst } of parts) {
      const left = get(a.row, a.at, []);
      const right = get(b.row, b.at, []);
      const outer = outerRank(left) - outerRank(right);
      if (outer !== 0) return nullsFirst ? -outer : outer;
      const sign = compareValues(left, right);
      if (sign !== 0) return ascending ? sign : -sign;
    }
    return a.at - b.at;
  };
}

function sortedBy(rows: readonly Cells[], compare: Compare): Cells[] {
  return rows
    .map((row, at) => ({ row, at }))
    .sort(compare)
    .map(({ row }) => row);
}
