import type { Cells, Column, Compiled, Environment, Pipeline } from '../environment';
import { child, classOf, items, type Node, nameOf, optional, parameters, textOf } from '../syntax';
import { readCell, type Value, type ValueType, valueType } from '../values';

interface Expansion {
  readonly name: string;
  readonly get: Compiled['get'];
  readonly type: ValueType;
}

function expansions(node: Node, columns: readonly Column[], environment: Environment): Expansion[] {
  return items(child(node, 'Expressions')).map((item) => {
    const inner = child(item, 'Expression');
    const name = nameOf(classOf(inner) === 'SimpleNamedExpression' ? child(inner, 'Name') : inner);
    const toType = optional(item, 'ToTypeOf');
    const declared = toType
      ? valueType(textOf(items(child(child(toType, 'TypeOf'), 'Types'))[0]?.GetChild(0) as Node))
      : null;
    const type = declared ?? columns.find((column) => column.name === name)?.type ?? 'dynamic';
    return { name, get: environment.compilers.expression(inner, environment).get, type };
  });
}

/** The elements that a value expands to: a bag becomes one bag per property, and nothing becomes one null. */
function elements(value: Value): Value[] {
  if (Array.isArray(value)) return value.length === 0 ? [null] : value;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    return entries.length === 0 ? [null] : entries.map(([key, item]) => ({ [key]: item }));
  }
  return [value];
}

/** One row for each element of the longest of the expanded values. */
function expandedRows(
  all: readonly Expansion[],
  row: Cells,
  at: number,
  rows: readonly Cells[],
): Cells[] {
  const lists = all.map(({ get }) => elements(get(row, at, rows)));
  const length = Math.max(...lists.map((list) => list.length));
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
  const index = parameters(node).get('with_itemindex');
  return {
    columns,
    rows: () =>
      input.rows().flatMap((row, at, rows) => {
        const expanded = expandedRows(all, row, at, rows);
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
        current = expandedRows(all, row, at, rows);
        return subquery.rows().map((result) => ({ ...row, ...result }));
      }),
  };
}
