import type { Cells, Column, Environment, Pipeline } from '../environment';
import { child, classOf, type Node } from '../syntax';
import { keyOf } from '../values';

export function partition(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const by = environment.compilers.expression(child(node, 'ByExpression'), environment);
  let current: readonly Cells[] = [];
  const operand = child(node, 'Operand');
  const body =
    classOf(operand) === 'PartitionSubquery' ? child(operand, 'Subquery') : child(operand, 'Query');
  const subquery = environment.compilers.table(body, {
    ...environment,
    input: { columns: input.columns, rows: () => current },
  });
  return {
    columns,
    rows: () => {
      const groups = new Map<string, Cells[]>();
      input.rows().forEach((row, at, rows) => {
        const key = keyOf(by.get(row, at, rows));
        const group = groups.get(key);
        if (group) group.push(row);
        else groups.set(key, [row]);
      });
      return [...groups.values()].flatMap((group) => {
        current = group;
        return [...subquery.rows()];
      });
    },
  };
}
