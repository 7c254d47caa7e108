import {
  type Cells,
  type Column,
  type Compiled,
  type Environment,
  type Pipeline,
  sizeOf,
} from '../environment';
import {
  child,
  classOf,
  columnsOfType,
  items,
  type Node,
  nameOf,
  optional,
  UnsupportedError,
} from '../syntax';

interface Assignment {
  readonly name: string;
  readonly compiled: Compiled;
}

/** What `extend` and `serialize` set; an expression without a name gets the binder's name for it. */
function assignments(node: Node, environment: Environment): Assignment[] {
  const before = new Set(environment.columns.map(({ name }) => name));
  const added = columnsOfType(node.ResultType).filter(({ name }) => !before.has(name));
  const all = items(optional(node, 'Expressions'));
  const named = new Set(
    all
      .filter((item) => classOf(item) === 'SimpleNamedExpression')
      .map((item) => nameOf(child(item, 'Name'))),
  );
  const unnamed = added.filter(({ name }) => !named.has(name));
  return all.map((item) => {
    const compiled = environment.compilers.expression(item, environment);
    if (classOf(item) === 'SimpleNamedExpression') {
      return { name: nameOf(child(item, 'Name')), compiled };
    }
    if (classOf(item) === 'NameReference') return { name: nameOf(item), compiled };
    const name = unnamed.shift()?.name;
    if (name === undefined) throw new UnsupportedError('this column has no name', item);
    return { name, compiled };
  });
}

/** `extend` and `serialize`. */
export function extend(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const set = assignments(node, environment);
  return {
    columns,
    size: () => sizeOf(input),
    rows: () =>
      input.rows().map((row, at, rows) => {
        const next = { ...row };
        for (const { name, compiled } of set) next[name] = compiled.get(row, at, rows);
        return next;
      }),
  };
}

export function project(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const all = items(child(node, 'Expressions'));
  // The binder has one column per expression, in order, unless an expression has several values.
  if (all.length !== columns.length)
    throw new UnsupportedError('project with several values', node);
  const set = all.map((item, at) => ({
    name: columns[at]?.name ?? '',
    compiled: environment.compilers.expression(item, environment),
  }));
  return {
    columns,
    size: () => sizeOf(input),
    rows: () =>
      input.rows().map((row, at, rows) => {
        const next: Cells = {};
        for (const { name, compiled } of set) next[name] = compiled.get(row, at, rows);
        return next;
      }),
  };
}

/** `project-away`, `project-keep` and `project-reorder`: keeps the columns that the binder lists. */
export function keepColumns(_node: Node, input: Pipeline, columns: readonly Column[]): Pipeline {
  return {
    columns,
    size: () => sizeOf(input),
    rows: () =>
      input.rows().map((row) => {
        const next: Cells = {};
        for (const { name } of columns) if (Object.hasOwn(row, name)) next[name] = row[name];
        return next;
      }),
  };
}

export function rename(node: Node, input: Pipeline, columns: readonly Column[]): Pipeline {
  const names = items(child(node, 'Expressions')).map((item) => ({
    to: nameOf(child(item, 'Name')),
    from: nameOf(child(item, 'Expression')),
  }));
  return {
    columns,
    size: () => sizeOf(input),
    rows: () =>
      input.rows().map((row) => {
        const next = { ...row };
        for (const { from } of names) delete next[from];
        for (const { from, to } of names) if (Object.hasOwn(row, from)) next[to] = row[from];
        return next;
      }),
  };
}
