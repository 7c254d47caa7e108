import type { Cells, Column, Environment, Pipeline } from '../environment';
import { child, classOf, items, type Node, nameOf, parameters } from '../syntax';

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
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return {
    columns,
    rows: () =>
      branches.flatMap(({ name, pipeline }, at) =>
        pipeline.rows().map((row) => {
          // Columns of one name but different types are kept apart as name_type.
          const next: Cells = {};
          for (const column of pipeline.columns) {
            if (!Object.hasOwn(row, column.name)) continue;
            const isSame = types.get(column.name) === column.type;
            next[isSame ? column.name : `${column.name}_${column.type}`] = row[column.name];
          }
          if (sourceColumn !== undefined) next[sourceColumn] = name || `union_arg${at}`;
          return next;
        }),
      ),
  };
}

export function print(node: Node, columns: readonly Column[], environment: Environment): Pipeline {
  const cells = items(child(node, 'Expressions')).map((item) =>
    environment.compilers.expression(item, environment),
  );
  return {
    columns,
    rows: () => [
      Object.fromEntries(columns.map(({ name }, at) => [name, cells[at]?.get({}, 0, []) ?? null])),
    ],
  };
}

const MAX_RANGE = 1_000_000;

export function range(node: Node, columns: readonly Column[], environment: Environment): Pipeline {
  const [from, to, step] = ['From', 'To', 'Step'].map((part) =>
    environment.compilers.expression(child(node, part), environment),
  );
  const name = columns[0]?.name ?? '';
  return {
    columns,
    rows: () => {
      const rows: Cells[] = [];
      const end = Number(to?.get({}, 0, []));
      const by = Number(step?.get({}, 0, []));
      for (
        let at = Number(from?.get({}, 0, []));
        by > 0 ? at <= end : by < 0 && at >= end;
        at += by
      ) {
        rows.push({ [name]: at });
        if (rows.length >= MAX_RANGE) break;
      }
      return rows;
    },
  };
}
