import { compileAggregate } from './aggregates';
import type { Cells, Column, Compiled, Environment, Pipeline } from './environment';
import { bind, once } from './environment';
import { isTabular } from './expression';
import { compileJoin } from './join';
import { compileParse, compileParseKv, compileParseWhere } from './parse';
import {
  child,
  classOf,
  columnsOfType,
  items,
  type Node,
  nameOf,
  optional,
  parameters,
  symbolOf,
  textOf,
  UnsupportedError,
} from './syntax';
import type { Value, ValueType } from './values';
import { compareValues, emptyOf, keyOf, readCell, valueType } from './values';

/** A tabular expression as a pipeline that gives its rows when asked. */
export function compileTable(node: Node, environment: Environment): Pipeline {
  switch (classOf(node)) {
    case 'ParenthesizedExpression':
      return compileTable(child(node, 'Expression'), environment);
    case 'MaterializeExpression':
      return once(environment.state, compileTable(child(node, 'Expression'), environment));
    case 'NameReference':
      return source(nameOf(node), node, environment);
    case 'FunctionCallExpression':
      return call(node, environment);
    case 'DataTableExpression':
      return dataTable(node, environment);
    case 'PipeExpression': {
      const input = compileTable(child(node, 'Expression'), environment);
      return compileOperator(child(node, 'Operator'), input, environment);
    }
    case 'UnionOperator':
    case 'PrintOperator':
    case 'RangeOperator':
      return compileOperator(node, null, environment);
    default:
      if (classOf(node).endsWith('Operator') && environment.input) {
        return compileOperator(node, environment.input, environment);
      }
      throw new UnsupportedError(`${classOf(node)} cannot be run`, node);
  }
}

function source(name: string, node: Node, environment: Environment): Pipeline {
  const binding = environment.bindings.get(name);
  if (binding?.kind === 'table') return binding.pipeline;
  if (binding?.kind === 'function') {
    return compileTable(child(child(binding.node, 'Body'), 'Expression'), binding.environment);
  }
  const symbol = symbolOf(node);
  if (symbol !== 'TableSymbol' && symbol !== 'FunctionSymbol') {
    throw new UnsupportedError(`${name} is no table here`, node);
  }
  const columns = columnsOfType(node.ResultType);
  return { columns, rows: () => environment.state.source(name, columns) };
}

/** A parser with arguments, or a function from `let`. Filtering parameters of parsers are refused. */
function call(node: Node, environment: Environment): Pipeline {
  const name = nameOf(child(node, 'Name'));
  const args = items(child(child(node, 'ArgumentList'), 'Expressions'));
  if (name === 'materialize') {
    const of = args[0];
    if (of) return once(environment.state, compileTable(of, environment));
  }
  if (args.length > 0) {
    throw new UnsupportedError(`${name}() with arguments cannot be run`, node);
  }
  if (environment.bindings.has(name)) return source(name, child(node, 'Name'), environment);
  const columns = columnsOfType(node.ResultType);
  return { columns, rows: () => environment.state.source(name, columns) };
}

function dataTable(node: Node, environment: Environment): Pipeline {
  const columns = columnsOfType(node.ResultType);
  const declared = items(child(child(node, 'Schema'), 'Columns')).map((column) =>
    nameOf(child(column, 'Name')),
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const cells = items(child(node, 'Values')).map((value) => expression(value, environment));
  const rows: Cells[] = [];
  for (let at = 0; at < cells.length; at += declared.length) {
    const row: Cells = {};
    declared.forEach((name, offset) => {
      row[name] = readCell(cells[at + offset]?.get({}, 0, []), types.get(name) ?? 'dynamic');
    });
    rows.push(row);
  }
  return { columns, rows: () => rows };
}

function expression(node: Node, environment: Environment): Compiled {
  return environment.compilers.expression(node, environment);
}

function over(input: Pipeline, environment: Environment): Environment {
  return { ...environment, columns: input.columns };
}

export function compileOperator(node: Node, piped: Pipeline | null, outer: Environment): Pipeline {
  const kind = classOf(node);
  const columns = columnsOfType(node.ResultType);
  if (kind === 'UnionOperator') return union(node, piped, columns, outer);
  if (kind === 'PrintOperator') return print(node, columns, outer);
  if (kind === 'RangeOperator') return range(node, columns, outer);
  if (!piped) throw new UnsupportedError(`${kind} has no input`, node);
  const input = piped;
  const environment = over(input, outer);
  switch (kind) {
    case 'FilterOperator': {
      const { get } = expression(child(node, 'Condition'), environment);
      return {
        columns: input.columns,
        rows: () => input.rows().filter((row, at, rows) => get(row, at, rows) === true),
      };
    }
    case 'ExtendOperator':
    case 'SerializeOperator':
      return extend(assignments(node, environment), input, columns);
    case 'ProjectOperator':
      return project(node, input, columns, environment);
    case 'ProjectAwayOperator':
    case 'ProjectKeepOperator':
    case 'ProjectReorderOperator':
      return keepOnly(input, columns);
    case 'ProjectRenameOperator':
      return rename(node, input, columns);
    case 'SummarizeOperator':
      return summarize(node, input, columns, environment);
    case 'DistinctOperator':
      return distinct(node, input, columns, environment);
    case 'CountOperator': {
      const name = columns[0]?.name ?? 'Count';
      return { columns, rows: () => [{ [name]: input.rows().length }] };
    }
    case 'SortOperator': {
      const compare = ordering(items(child(node, 'Expressions')), environment);
      return { columns: input.columns, rows: () => sortedBy(input.rows(), compare) };
    }
    case 'TopOperator': {
      const compare = ordering([child(node, 'ByExpression')], environment);
      const limit = expression(child(node, 'Expression'), environment);
      return {
        columns: input.columns,
        rows: () => sortedBy(input.rows(), compare).slice(0, Number(limit.get({}, 0, []))),
      };
    }
    case 'TakeOperator':
    case 'SampleOperator': {
      const limit = expression(child(node, 'Expression'), environment);
      return {
        columns: input.columns,
        rows: () => input.rows().slice(0, Number(limit.get({}, 0, []))),
      };
    }
    case 'JoinOperator':
    case 'LookupOperator':
      return compileJoin(node, input, columns, environment, compileTable);
    case 'MvExpandOperator':
      return mvExpand(node, input, columns, environment);
    case 'MvApplyOperator':
      return mvApply(node, input, columns, environment);
    case 'PartitionOperator':
      return partition(node, input, columns, environment);
    case 'ParseOperator':
      return compileParse(node, input, columns, environment);
    case 'ParseWhereOperator':
      return compileParseWhere(node, input, columns, environment);
    case 'ParseKvOperator':
      return compileParseKv(node, input, columns, environment);
    case 'AsOperator':
    case 'RenderOperator':
    case 'ConsumeOperator':
      return input;
    case 'GetSchemaOperator':
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
    default:
      throw new UnsupportedError(`the operator ${kind} cannot be run`, node);
  }
}

interface Assignment {
  readonly name: string;
  readonly compiled: Compiled;
}

/** What `extend` and `serialize` set; an expression without a name is called as the binder calls it. */
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
    const compiled = expression(item, environment);
    if (classOf(item) === 'SimpleNamedExpression') {
      return { name: nameOf(child(item, 'Name')), compiled };
    }
    if (classOf(item) === 'NameReference') return { name: nameOf(item), compiled };
    const name = unnamed.shift()?.name;
    if (name === undefined) throw new UnsupportedError('this column has no name', item);
    return { name, compiled };
  });
}

function extend(set: readonly Assignment[], input: Pipeline, columns: readonly Column[]): Pipeline {
  return {
    columns,
    rows: () =>
      input.rows().map((row, at, rows) => {
        const next = { ...row };
        for (const { name, compiled } of set) next[name] = compiled.get(row, at, rows);
        return next;
      }),
  };
}

function project(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const all = items(child(node, 'Expressions'));
  // The binder gives one column an expression, in order, unless one has several values.
  if (all.length !== columns.length)
    throw new UnsupportedError('project with several values', node);
  const set = all.map((item, at) => ({
    name: columns[at]?.name ?? '',
    compiled: expression(item, environment),
  }));
  return {
    columns,
    rows: () =>
      input.rows().map((row, at, rows) => {
        const next: Cells = {};
        for (const { name, compiled } of set) next[name] = compiled.get(row, at, rows);
        return next;
      }),
  };
}

function keepOnly(input: Pipeline, columns: readonly Column[]): Pipeline {
  return {
    columns,
    rows: () =>
      input.rows().map((row) => {
        const next: Cells = {};
        for (const { name } of columns) if (name in row) next[name] = row[name];
        return next;
      }),
  };
}

function rename(node: Node, input: Pipeline, columns: readonly Column[]): Pipeline {
  const names = items(child(node, 'Expressions')).map((item) => ({
    to: nameOf(child(item, 'Name')),
    from: nameOf(child(item, 'Expression')),
  }));
  return {
    columns,
    rows: () =>
      input.rows().map((row) => {
        const next = { ...row };
        for (const { from } of names) delete next[from];
        for (const { from, to } of names) if (from in row) next[to] = row[from];
        return next;
      }),
  };
}

function distinct(
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

function summarize(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const byClause = optional(node, 'ByClause');
  const by = byClause ? items(child(byClause, 'Expressions')) : [];
  const keys = by.map((item) => expression(item, environment));
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
      // Without `by`, there is one row even where there are no rows to summarize.
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

type Compare = (a: Entry, b: Entry) => number;
interface Entry {
  readonly row: Cells;
  readonly at: number;
}

/** Descending unless said otherwise; nulls come first ascending and last descending. */
function ordering(keys: readonly Node[], environment: Environment): Compare {
  const parts = keys.map((key) => {
    const isOrdered = classOf(key) === 'OrderedExpression';
    const clause = isOrdered ? optional(key, 'Ordering') : null;
    const direction = clause ? optional(clause, 'AscOrDescKeyword') : null;
    const ascending = direction ? textOf(direction) === 'asc' : false;
    const nulls = clause ? optional(clause, 'NullsClause') : null;
    const nullsFirst = nulls ? textOf(child(nulls, 'FirstOrLastKeyword')) === 'first' : ascending;
    const of = isOrdered ? child(key, 'Expression') : key;
    return { get: expression(of, environment).get, ascending, nullsFirst };
  });
  return (a, b) => {
    for (const { get, ascending, nullsFirst } of parts) {
      const left = get(a.row, a.at, []);
      const right = get(b.row, b.at, []);
      if (left === null || right === null) {
        if (left === right) continue;
        return (left === null) === nullsFirst ? -1 : 1;
      }
      const sign = compareValues(left, right);
      if (sign !== 0) return ascending ? sign : -sign;
    }
    return a.at - b.at;
  };
}

function sortedBy(rows: readonly Cells[], compare: Compare): Cells[] {
  return rows
    .map((row, at) => ({ row, at }))
    .sort(compare)
    .map(({ row }) => row);
}

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
    return { name, get: expression(inner, environment).get, type };
  });
}

/** The elements that a value expands to; a bag to one bag a property, nothing to one null. */
function elements(value: Value): Value[] {
  if (Array.isArray(value)) return value.length === 0 ? [null] : value;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    return entries.length === 0 ? [null] : entries.map(([key, item]) => ({ [key]: item }));
  }
  return [value];
}

function mvExpand(
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
        const lists = all.map(({ get }) => elements(get(row, at, rows)));
        const length = Math.max(...lists.map((list) => list.length));
        return Array.from({ length }, (_, item) => {
          const next = { ...row };
          all.forEach(({ name, type }, which) => {
            next[name] = readCell(lists[which]?.[item] ?? null, type);
          });
          if (index !== undefined) next[index] = item;
          return next;
        });
      }),
  };
}

/** Each row's expansion goes through the subquery by itself; the row's other columns go along. */
function mvApply(
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
  const subquery = compileTable(child(child(node, 'Subquery'), 'Expression'), {
    ...environment,
    input: inner,
  });
  return {
    columns,
    rows: () =>
      input.rows().flatMap((row, at, rows) => {
        const lists = all.map(({ get }) => elements(get(row, at, rows)));
        const length = Math.max(...lists.map((list) => list.length));
        current = Array.from({ length }, (_, item) => {
          const next = { ...row };
          all.forEach(({ name, type }, which) => {
            next[name] = readCell(lists[which]?.[item] ?? null, type);
          });
          return next;
        });
        return subquery.rows().map((result) => ({ ...row, ...result }));
      }),
  };
}

function partition(
  node: Node,
  input: Pipeline,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const by = expression(child(node, 'ByExpression'), environment);
  let current: readonly Cells[] = [];
  const operand = child(node, 'Operand');
  const body =
    classOf(operand) === 'PartitionSubquery' ? child(operand, 'Subquery') : child(operand, 'Query');
  const subquery = compileTable(body, {
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

function union(
  node: Node,
  piped: Pipeline | null,
  columns: readonly Column[],
  environment: Environment,
): Pipeline {
  const options = parameters(node);
  const sourceColumn = options.get('withsource') ?? options.get('with_source');
  const branches = items(child(node, 'Expressions')).map((item) => ({
    name: classOf(item) === 'NameReference' ? nameOf(item) : '',
    pipeline: compileTable(item, environment),
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
            if (!(column.name in row)) continue;
            const isSame = types.get(column.name) === column.type;
            next[isSame ? column.name : `${column.name}_${column.type}`] = row[column.name];
          }
          if (sourceColumn !== undefined) next[sourceColumn] = name || `union_arg${at}`;
          return next;
        }),
      ),
  };
}

function print(node: Node, columns: readonly Column[], environment: Environment): Pipeline {
  const cells = items(child(node, 'Expressions')).map((item) => expression(item, environment));
  return {
    columns,
    rows: () => [
      Object.fromEntries(columns.map(({ name }, at) => [name, cells[at]?.get({}, 0, []) ?? null])),
    ],
  };
}

const MAX_RANGE = 1_000_000;

function range(node: Node, columns: readonly Column[], environment: Environment): Pipeline {
  const [from, to, step] = ['From', 'To', 'Step'].map((part) =>
    expression(child(node, part), environment),
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

/** What a `let` statement names: a scalar, a table or a function. */
export function compileLet(node: Node, environment: Environment): Environment {
  const name = nameOf(child(node, 'Name'));
  const value = child(node, 'Expression');
  if (classOf(value) === 'FunctionDeclaration') {
    return bind(environment, name, { kind: 'function', node: value, environment });
  }
  if (isTabular(value)) {
    return bind(environment, name, {
      kind: 'table',
      pipeline: compileTable(value, environment),
    });
  }
  const compiled = expression(value, environment);
  return bind(environment, name, { kind: 'scalar', compiled });
}
