import { largest } from '@/lib/long-lists';
import type { Cells, Column, Compiled, Environment, Pipeline } from '../environment';
import {
  child,
  classOf,
  items,
  type Node,
  nameOf,
  optional,
  parameters,
  textOf,
  UnsupportedError,
} from '../syntax';
import { readCell, type Value, type ValueType, valueType } from '../values';

interface Expansion {
  readonly name: string;
  readonly get: Compiled['get'];
  readonly type: ValueType;
}

function expansions(node: Node, columns: readonly Column[], environment: Environment): Expansion[] {
  return items(child(node, 'Expressions')).map((item) => {
    const inner = child(item, 'Expression');
    const name = expandedName(inner, environment.columns);
    const toType = optional(item, 'ToTypeOf');
    const declared = toType
      ? valueType(textOf(items(child(child(toType, 'TypeOf'), 'Types'))[0]?.GetChild(0) as Node))
      : null;
    const type = declared ?? columns.find((column) => column.name === name)?.type ?? 'dynamic';
    return { name, get: environment.compilers.expression(inner, environment).get, type };
  });
}

/** `D` for `D`, `x` for `x = D.k`, and `D_k` for `D.k`, which leaves the column `D` as it is. */
function expandedName(node: Node, columns: readonly Column[]): string {
  if (classOf(node) === 'SimpleNamedExpression') return nameOf(child(node, 'Name'));
  if (classOf(node) === 'NameReference') return nameOf(node);
  const name = pathName(node);
  if (name === null || columns.some((column) => column.name === name)) {
    throw new UnsupportedError('name this expansion: mv-expand name = expression', node);
  }
  return name;
}

function pathName(node: Node): string | null {
  if (classOf(node) === 'NameReference') return nameOf(node);
  if (classOf(node) !== 'PathExpression') return null;
  const of = pathName(child(node, 'Expression'));
  const selector = child(node, 'Selector');
  return of === null || classOf(selector) !== 'NameReference' ? null : `${of}_${nameOf(selector)}`;
}

/** The most rows that each row expands to. */
function rowLimit(node: Node, environment: Environment): number {
  const clause = optional(node, 'RowLimitClause');
  if (!clause) return Number.POSITIVE_INFINITY;
  return Number(
    environment.compilers.expression(child(clause, 'RowLimit'), environment).get({}, 0, []),
  );
}

/**
 * The elements that a value expands to. A bag becomes one bag per property, or `[key, value]` with
 * `kind=array`, and nothing becomes one null.
 */
function elements(value: Value, asArrays: boolean): Value[] {
  if (Array.isArray(value)) return value.length === 0 ? [null] : value;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    return entries.length === 0
      ? [null]
      : entries.map(([key, item]) => (asArrays ? [key, item] : { [key]: item }));
  }
  return [value];
}

/** One row for each element of the longest of the expanded values. */
function expandedRows(
  all: readonly Expansion[],
  row: Cells,
  at: number,
  rows: readonly Cells[],
  { limit, asArrays }: { readonly limit: number; readonly asArrays: boolean },
): Cells[] {
  const lists = all.map(({ get }) => elements(get(row, at, rows), asArrays));
  const length = Math.min(
    limit,
    largest(
      lists.map((list) => list.length),
      0,
    ),
  );
  return Array.from({ length }, (_, item) => {
    const next = { ...row };
    all.forEach(({ name, type }, which) => {
      next[name] = readCell(lists[which]?.[item] ?? null, type);
    });
    return next;
  });
}

export function mvExpand(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const all = expansions(node, columns, environment);
  const given = parameters(node);
  const index = given.get('with_itemindex');
  const options = {
    limit: rowLimit(node, environment),
    asArrays: (given.get('kind') ?? given.get('bagexpansion')) === 'array',
  };
  return {
    columns,
    rows: () =>
      input.rows().flatMap((row, at, rows) => {
        const expanded = expandedRows(all, row, at, rows, options);
        if (index !== undefined) for (const [item, next] of expanded.entries()) next[index] = item;
        return expanded;
      }),
  };
}

/** Runs the subquery on each row's expansion separately, with the row's other columns. */
export function mvApply(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const all = expansions(node, columns, environment);
  const options = { limit: rowLimit(node, environment), asArrays: false };
  let current: readonly Cells[] = [];
  const names = new Set(all.map(({ name }) => name));
  const inner: Pipeline = {
    columns: [
      ...input.columns.filter(({ name }) => !names.has(name)),
      ...all.map(({ name, type }) => ({ name, type })),
    ],
    rows: () => current,
  };
  const subquery = environment.compilers.table(child(child(node, 'Subquery'), 'Expression'), {
    ...environment,
    input: inner,
  });
  return {
    columns,
    rows: () =>
      input.rows().flatMap((row, at, rows) => {
        current = expandedRows(all, row, at, rows, options);
        return subquery.rows().map((result) => ({ ...row, ...result }));
      }),
  };
}
