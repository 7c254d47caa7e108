import type { Column, Environment, Pipeline } from '../environment';
import { child, type Node } from '../syntax';

/** `where`: the rows whose condition is true, not false or null. */
export function filter(
  node: Node,
  input: Pipeline,
  _columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const { get } = environment.compilers.expression(child(node, 'Condition'), environment);
  return {
    columns: input.columns,
    rows: () => input.rows().filter((row, at, rows) => get(row, at, rows) === true),
  };
}

/** `take`, and `sample`, which returns the same rows on every run. */
export function take(
  node: Node,
  input: Pipeline,
  _columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const limit = environment.compilers.expression(child(node, 'Expression'), environment);
  return {
    columns: input.columns,
    rows: () => input.rows().slice(0, Number(limit.get({}, 0, []))),
  };
}

export function count(_node: Node, input: Pipeline, columns: readonly Column[]): Pipeline {
  const name = columns[0]?.name ?? 'Count';
  return { columns, rows: () => [{ [name]: input.rows().length }] };
}

export function getSchema(_node: Node, input: Pipeline, columns: readonly Column[]): Pipeline {
  return {
    columns,
    rows: () =>
      input.columns.map(({ name, type }, at) => ({
        ColumnName: name,
        ColumnOrdinal: at,
        DataType: type,
        ColumnType: type,
      })),
  };
}
