import type { Cells, Column, Environment, Pipeline } from '../environment';
import { child, classOf, items, type Node, nameOf, parameters, UnsupportedError } from '../syntax';

/** https://learn.microsoft.com/kusto/query/union-operator */
export function union(
  node: Node,
  piped: Pipeline | null,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const options = parameters(node);
  const sourceColumn = options.get('withsource') ?? options.get('with_source');
  const branches = items(child(node, 'Expressions')).map((item) => ({
    name: classOf(item) === 'NameReference' ? nameOf(item) : '',
    pipeline: environment.compilers.table(item, environment),
  }));
  if (piped) branches.unshift({ name: 'union_arg0', pipeline: piped });
  const names = resultNames(
    branches.map(({ pipeline }) => pipeline.columns),
    columns.filter(({ name }) => name !== sourceColumn),
    options.get('kind') === 'inner',
    node,
  );
  return {
    columns,
    rows: () =>
      branches.flatMap(({ name, pipeline }, at) =>
        pipeline.rows().map((row) => {
          const next: Cells = {};
          for (const column of pipeline.columns) {
            const result = names.get(keyOfColumn(column));
            if (result !== undefined && Object.hasOwn(row, column.name))
              next[result] = row[column.name];
          }
          if (sourceColumn !== undefined) next[sourceColumn] = name || `union_arg${at}`;
          return next;
        }),
      ),
  };
}

function keyOfColumn({ name, type }: Column): string {
  return JSON.stringify([name, type]);
}

/**
 * The name in the result of each column of the branches. Columns with one name and different types stay
 * separate: the binder adds the type to the name, and a number if another column has that name. It lists
 * the columns in the order in which their names, and then their types, first appear.
 */
function resultNames(
  branches: readonly (readonly Column[])[],
  results: readonly Column[],
  isInner: boolean,
  node: Node,
): ReadonlyMap<string, string> {
  const groups = new Map<string, Map<string, Column>>();
  for (const column of branches.flat()) {
    const group = groups.get(column.name) ?? new Map<string, Column>();
    groups.set(column.name, group.set(column.type, column));
  }
  const isCommon = (name: string) =>
    branches.every((columns) => columns.some((column) => column.name === name));
  const found = [...groups]
    .filter(([name]) => !isInner || isCommon(name))
    .flatMap(([, types]) => [...types.values()]);
  // Nested in an expression, `results` are the columns around it; without a conflict they are not needed.
  const isPlain = [...groups.values()].every((types) => types.size === 1);
  if (isPlain) return new Map(found.map((column) => [keyOfColumn(column), column.name]));
  if (found.length !== results.length || found.some(({ type }, at) => type !== results[at]?.type)) {
    throw new UnsupportedError('the columns of this union are not known', node);
  }
  return new Map(found.map((column, at) => [keyOfColumn(column), results[at]?.name ?? '']));
}
