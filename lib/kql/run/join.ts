import type { Cells, Column, Environment, Pipeline } from './environment';
import {
  child,
  classOf,
  items,
  type Node,
  nameOf,
  parameters,
  textOf,
  UnsupportedError,
} from './syntax';
import { keyOf, type Value } from './values';

type CompileTable = (node: Node, environment: Environment) => Pipeline;

/** `join` and `lookup`: https://learn.microsoft.com/kusto/query/join-operator */
export function compileJoin(
  node: Node,
  left: Pipeline,
  columns: readonly Column[],
  environment: Environment,
  compileTable: CompileTable,
): Pipeline {
  const isLookup = classOf(node) === 'LookupOperator';
  const right = compileTable(child(node, 'Expression'), environment);
  const kind = parameters(node).get('kind') ?? (isLookup ? 'leftouter' : 'innerunique');
  const clause = child(node, isLookup ? 'LookupClause' : 'ConditionClause');
  const keys = items(child(clause, 'Expressions')).map(joinKey);
  const names = resultNames(left, right, columns, keys, isLookup, kind, node);

  const keyFor = (side: 'left' | 'right') => (row: Cells) => {
    const values = keys.map((key) => row[key[side]] ?? null);
    // Nulls never equal each other.
    return values.some((value) => value === null) ? null : JSON.stringify(values.map(keyOf));
  };
  const leftKey = keyFor('left');
  const rightKey = keyFor('right');
  const isText = new Set(
    [...left.columns, ...right.columns]
      .filter(({ type }) => type === 'string')
      .map(({ name }) => name),
  );
  const filled = (row: Cells, pipeline: Pipeline): Cells => {
    const next: Cells = {};
    for (const { name } of pipeline.columns)
      next[name] = row[name] ?? (isText.has(name) ? '' : null);
    return next;
  };

  return {
    columns,
    rows: () => {
      let lefts = left.rows().map((row) => filled(row, left));
      const rights = right.rows().map((row) => filled(row, right));
      if (kind === 'innerunique') lefts = unique(lefts, leftKey);
      const byKey = group(rights, rightKey);
      const merge = (a: Cells | null, b: Cells | null): Cells => {
        const next: Cells = {};
        for (const { from, name, side } of names) {
          const row = side === 'left' ? a : b;
          next[name] = row ? row[from] : isText.has(from) ? '' : null;
        }
        return next;
      };
      const matchesOf = (row: Cells) => {
        const key = leftKey(row);
        return key === null ? [] : (byKey.get(key) ?? []);
      };
      switch (kind) {
        case 'inner':
        case 'innerunique':
          return lefts.flatMap((row) => matchesOf(row).map((other) => merge(row, other)));
        case 'leftouter':
        case 'fullouter': {
          const matched = new Set<Cells>();
          const rows = lefts.flatMap((row) => {
            const others = matchesOf(row);
            for (const other of others) matched.add(other);
            return others.length === 0
              ? [merge(row, null)]
              : others.map((other) => merge(row, other));
          });
          if (kind === 'leftouter') return rows;
          return rows.concat(
            rights.filter((row) => !matched.has(row)).map((row) => merge(null, row)),
          );
        }
        case 'rightouter': {
          const byLeft = group(lefts, leftKey);
          return rights.flatMap((row) => {
            const key = rightKey(row);
            const others = key === null ? [] : (byLeft.get(key) ?? []);
            return others.length === 0
              ? [merge(null, row)]
              : others.map((other) => merge(other, row));
          });
        }
        case 'leftsemi':
          return lefts.filter((row) => matchesOf(row).length > 0);
        case 'leftanti':
        case 'anti':
        case 'leftantisemi':
          return lefts.filter((row) => matchesOf(row).length === 0);
        default: {
          // rightsemi, rightanti and rightantisemi; `resultNames` has refused any other.
          const byLeft = group(lefts, leftKey);
          const wanted = kind === 'rightsemi';
          return rights.filter((row) => {
            const key = rightKey(row);
            return (key !== null && byLeft.has(key)) === wanted;
          });
        }
      }
    },
  };
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

const ONE_SIDED = new Set([
  'leftsemi',
  'leftanti',
  'anti',
  'leftantisemi',
  'rightsemi',
  'rightanti',
  'rightantisemi',
]);
const TWO_SIDED = new Set(['inner', 'innerunique', 'leftouter', 'rightouter', 'fullouter']);

/** Left columns, then right ones; a right column whose name is taken is called as the binder calls it. */
function resultNames(
  left: Pipeline,
  right: Pipeline,
  columns: readonly Column[],
  keys: readonly JoinKey[],
  isLookup: boolean,
  kind: string,
  node: Node,
): ResultColumn[] {
  if (ONE_SIDED.has(kind)) return [];
  if (!TWO_SIDED.has(kind)) throw new UnsupportedError(`join kind=${kind} cannot be run`, node);
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

function group(
  rows: readonly Cells[],
  keyFor: (row: Cells) => string | null,
): Map<string, Cells[]> {
  const groups = new Map<string, Cells[]>();
  for (const row of rows) {
    const key = keyFor(row);
    if (key === null) continue;
    const known = groups.get(key);
    if (known) known.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** One row a key: what `innerunique`, the default, makes of the left side. */
function unique(rows: readonly Cells[], keyFor: (row: Cells) => Value): Cells[] {
  const seen = new Set<Value>();
  return rows.filter((row) => {
    const key = keyFor(row);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
