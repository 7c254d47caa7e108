import type { Cells, Column, Environment, Pipeline } from '../environment';
import {
  child,
  classOf,
  items,
  type Node,
  nameOf,
  parameters,
  textOf,
  UnsupportedError,
} from '../syntax';
import { keyOf } from '../values';
import { type JoinKeyOf, ONE_SIDED_JOINS, TWO_SIDED_JOINS } from './join-kinds';

/** `join` and `lookup`: https://learn.microsoft.com/kusto/query/join-operator */
export function compileJoin(
  node: Node,
  left: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const isLookup = classOf(node) === 'LookupOperator';
  const right = environment.compilers.table(child(node, 'Expression'), environment);
  const kind = parameters(node).get('kind') ?? (isLookup ? 'leftouter' : 'innerunique');
  const clause = child(node, isLookup ? 'LookupClause' : 'ConditionClause');
  const keys = items(child(clause, 'Expressions')).map(joinKey);
  const twoSided = TWO_SIDED_JOINS.get(kind);
  const join = twoSided ?? ONE_SIDED_JOINS.get(kind);
  if (!join) throw new UnsupportedError(`join kind=${kind} cannot be run`, node);
  const names = twoSided ? resultNames(left, right, columns, keys, isLookup, node) : [];

  const keyFor =
    (side: 'left' | 'right'): JoinKeyOf =>
    (row) => {
      const values = keys.map((key) => row[key[side]] ?? null);
      // Nulls never equal each other.
      return values.some((value) => value === null) ? null : JSON.stringify(values.map(keyOf));
    };
  const empty = emptyCells([...left.columns, ...right.columns]);
  const filled = ({ columns: own, rows }: Pipeline) =>
    rows().map((row) => {
      const next: Cells = {};
      for (const { name } of own) next[name] = row[name] ?? empty(name);
      return next;
    });
  const merge = (a: Cells | null, b: Cells | null): Cells => {
    const next: Cells = {};
    for (const { from, name, side } of names) {
      const row = side === 'left' ? a : b;
      next[name] = row ? row[from] : empty(from);
    }
    return next;
  };
  return {
    columns,
    rows: () =>
      join({
        lefts: filled(left),
        rights: filled(right),
        leftKey: keyFor('left'),
        rightKey: keyFor('right'),
        merge,
      }),
  };
}

/** The value of a missing cell: an empty string, or null for other types. */
function emptyCells(columns: readonly Column[]): (name: string) => '' | null {
  const texts = new Set(columns.filter(({ type }) => type === 'string').map(({ name }) => name));
  return (name) => (texts.has(name) ? '' : null);
}

interface JoinKey {
  readonly left: string;
  readonly right: string;
}

/** `A`, or `$left.A == $right.B` in either order. */
function joinKey(node: Node): JoinKey {
  if (classOf(node) === 'NameReference') return { left: nameOf(node), right: nameOf(node) };
  if (classOf(node) === 'BinaryExpression' && textOf(child(node, 'Operator')) === '==') {
    const sides = [child(node, 'Left'), child(node, 'Right')].map((side) => ({
      side: nameOf(child(side, 'Expression')),
      column: nameOf(child(side, 'Selector')),
    }));
    const left = sides.find(({ side }) => side === '$left');
    const right = sides.find(({ side }) => side === '$right');
    if (left && right) return { left: left.column, right: right.column };
  }
  throw new UnsupportedError('this join condition cannot be run', node);
}

interface ResultColumn {
  readonly name: string;
  readonly from: string;
  readonly side: 'left' | 'right';
}

/** Left columns, then right ones; a right column whose name is taken gets the binder's name. */
function resultNames(
  left: Pipeline,
  right: Pipeline,
  columns: readonly Column[],
  keys: readonly JoinKey[],
  isLookup: boolean,
  node: Node,
): ResultColumn[] {
  const keyNames = new Set(keys.map((key) => key.right));
  const sources = [
    ...left.columns.map(({ name }) => ({ from: name, side: 'left' as const })),
    ...right.columns
      .filter(({ name }) => !isLookup || !keyNames.has(name))
      .map(({ name }) => ({ from: name, side: 'right' as const })),
  ];
  if (sources.length !== columns.length) {
    throw new UnsupportedError('the columns of this join are not known', node);
  }
  return sources.map((source, at) => ({ ...source, name: columns[at]?.name ?? source.from }));
}
