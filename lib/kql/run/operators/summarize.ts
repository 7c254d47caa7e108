import type { Cells, Column, Environment, Pipeline } from '../environment';
import { child, classOf, items, type Node, nameOf, optional } from '../syntax';
import { emptyOf, keyOf, type Value } from '../values';
import { project } from './columns';
import { compileAggregate } from './compile-aggregate';

export function summarize(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const byClause = optional(node, 'ByClause');
  const by = byClause ? items(child(byClause, 'Expressions')) : [];
  const keys = by.map((item) => environment.compilers.expression(item, environment));
  const grouped = by
    .map((item) => (classOf(item) === 'NameReference' ? nameOf(item) : ''))
    .filter(Boolean);
  const aggregates = items(child(node, 'Aggregates')).map((item) =>
    compileAggregate(item, environment, grouped),
  );
  return {
    columns,
    rows: () => {
      const groups = new Map<string, { key: Value[]; rows: Cells[] }>();
      input.rows().forEach((row, at, rows) => {
        const key = keys.map(({ get }) => get(row, at, rows));
        const id = JSON.stringify(key.map(keyOf));
        const group = groups.get(id);
        if (group) group.rows.push(row);
        else groups.set(id, { key, rows: [row] });
      });
      // Without `by`, there is one row even if the input is empty.
      if (by.length === 0 && groups.size === 0) groups.set('', { key: [], rows: [] });
      return [...groups.values()].map((group) => {
        const values = [...group.key, ...aggregates.flatMap((aggregate) => aggregate(group.rows))];
        const row: Cells = {};
        columns.forEach(({ name, type }, at) => {
          row[name] = values[at] ?? emptyOf(type);
        });
        return row;
      });
    },
  };
}

export function distinct(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const all = items(child(node, 'Expressions'));
  const isStar = all.some((item) => classOf(item) === 'StarExpression');
  const chosen = isStar ? input : project(node, input, columns, environment);
  return {
    columns,
    rows: () => {
      const seen = new Map<string, Cells>();
      for (const row of chosen.rows()) {
        const next: Cells = {};
        for (const { name, type } of columns) next[name] = row[name] ?? emptyOf(type);
        const key = JSON.stringify(columns.map(({ name }) => keyOf(next[name])));
        if (!seen.has(key)) seen.set(key, next);
      }
      return [...seen.values()];
    },
  };
}
