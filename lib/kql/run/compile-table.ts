import { order } from './comparison/equality';
import { compileList } from './comparison/lists';
import { columnValue } from './compile-expression';
import {
  type Binding,
  type Cells,
  type Column,
  type Compiled,
  constant,
  type Environment,
  once,
  type Pipeline,
} from './environment';
import { enterFunction } from './let-functions';
import { compileOperator } from './operators/compile-operator';
import {
  child,
  classOf,
  columnsOfType,
  items,
  type Node,
  nameOf,
  symbolOf,
  UnsupportedError,
} from './syntax';
import { readCell } from './values';

/** A tabular expression as a pipeline, which returns its rows on request. */
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
  if (binding?.kind === 'function') return callFunction(binding, [], node, environment);
  const symbol = symbolOf(node);
  if (symbol !== 'TableSymbol' && symbol !== 'FunctionSymbol') {
    throw new UnsupportedError(`there is no table named ${name}`, node);
  }
  const columns = columnsOfType(node.ResultType);
  return { columns, rows: () => environment.state.source(name, columns) };
}

function callFunction(
  binding: Extract<Binding, { kind: 'function' }>,
  args: readonly Node[],
  node: Node,
  environment: Environment,
): Pipeline {
  const { body, environment: inner } = enterFunction(binding, args, environment, node);
  return compileTable(body, inner);
}

/** A parser, with or without terms to look for, or a function from `let`. */
function call(node: Node, environment: Environment): Pipeline {
  const name = nameOf(child(node, 'Name'));
  const args = items(child(child(node, 'ArgumentList'), 'Expressions'));
  if (name === 'materialize') {
    const of = args[0];
    if (of) return once(environment.state, compileTable(of, environment));
  }
  const binding = environment.bindings.get(name);
  if (binding?.kind === 'function') return callFunction(binding, args, node, environment);
  if (binding) return source(name, child(node, 'Name'), environment);
  const columns = columnsOfType(node.ResultType);
  const tests = args.map((arg) => parameterTest(name, arg, columns, environment));
  return {
    columns,
    rows: () => {
      const rows = environment.state.source(name, columns);
      if (tests.length === 0) return rows;
      return rows.filter((row, at) => tests.every((test) => test.get(row, at, rows) === true));
    },
  };
}

/**
 * What a filtering parameter of a parser does to its rows: a test for terms in one column. Parsers of
 * different sources agree on that for the parameters in `content/schemas/asim-filters.json`, some of them
 * only for rows that the rest of the query asks for.
 */
function parameterTest(
  parser: string,
  arg: Node,
  columns: readonly Column[],
  environment: Environment,
): Compiled {
  const parameter = classOf(arg) === 'SimpleNamedExpression' ? nameOf(child(arg, 'Name')) : '';
  if (parameter === 'pack') return packed(parser, child(arg, 'Expression'), environment);
  const bound = TIME_BOUNDS.get(parameter);
  if (bound) return boundTest(bound, child(arg, 'Expression'), environment);
  const name = environment.state.filters(parser).get(parameter);
  const column = columns.find((one) => one.name === name);
  if (!column)
    throw new UnsupportedError(
      `${parser}() with ${parameter || 'this argument'} cannot be run`,
      arg,
    );
  const terms = environment.compilers.expression(child(arg, 'Expression'), environment);
  const { value } = terms.constant ?? {};
  if (!Array.isArray(value)) {
    throw new UnsupportedError(`${parameter} needs a constant list to be run`, arg);
  }
  if (value.length === 0) return constant(true, 'bool');
  const operator = parameter.endsWith('_has_all') ? 'has_all' : 'has_any';
  return compileList(operator, columnValue(column.name, column.type), [terms], arg);
}

/** Parameters of every parser that bound the time, and how; a bound of null is none. */
const TIME_BOUNDS = new Map<string, '>=' | '<='>([
  ['starttime', '>='],
  ['endtime', '<='],
]);

function boundTest(operator: '>=' | '<=', value: Node, environment: Environment): Compiled {
  const bound = environment.compilers.expression(value, environment);
  const test = order(operator, columnValue('TimeGenerated', 'datetime'), bound);
  return {
    type: 'bool',
    get: (...at) => bound.get(...at) === null || test.get(...at) === true,
  };
}

/** Rows of a parser have what it packs into AdditionalFields when it is asked to. */
function packed(parser: string, value: Node, environment: Environment): Compiled {
  const compiled = environment.compilers.expression(value, environment);
  if (compiled.constant?.value === true) return compiled;
  throw new UnsupportedError(`${parser}() with pack other than true cannot be run`, value);
}

function dataTable(node: Node, environment: Environment): Pipeline {
  const columns = columnsOfType(node.ResultType);
  const declared = items(child(child(node, 'Schema'), 'Columns')).map((column) =>
    nameOf(child(column, 'Name')),
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const cells = items(child(node, 'Values')).map((value) =>
    environment.compilers.expression(value, environment),
  );
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
