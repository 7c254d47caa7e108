import type { Cells, Column, Environment, Pipeline } from '../environment';
import { child, items, type Node } from '../syntax';

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
