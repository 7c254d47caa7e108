import { microsoft } from '../microsoft';
import { negate } from './comparison/arithmetic';
import { compileBinary } from './comparison/compile-binary';
import { compileBetween } from './comparison/equality';
import { compileList } from './comparison/lists';
import {
  type Binding,
  type Compiled,
  constant,
  type Environment,
  type Getter,
} from './environment';
import { compileFunction } from './functions/compile-function';
import { enterFunction } from './let-functions';
import { compileLiteral, dynamicValue } from './literals';
import {
  child,
  classOf,
  isTabular,
  items,
  type Node,
  nameOf,
  symbolOf,
  textOf,
  typeOf,
  UnsupportedError,
} from './syntax';
import { emptyOf, type ValueType } from './values';

/** An expression as a function of a row. */
export function compileExpression(node: Node, environment: Environment): Compiled {
  const replaced = environment.replaced?.(node);
  if (replaced) return replaced;
  switch (classOf(node)) {
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
      return compileExpression(child(node, 'Expression'), environment);
    case 'LiteralExpression':
      return compileLiteral(node);
    case 'CompoundStringLiteralExpression':
      return constant(
        items(child(node, 'Tokens'))
          .map((token) => microsoft().stringValue(textOf(token)))
          .join(''),
        'string',
      );
    case 'DynamicExpression':
      return constant(dynamicValue(child(node, 'Expression')), 'dynamic');
    case 'NameReference':
      return compileName(node, environment);
    case 'BinaryExpression':
    case 'PrefixUnaryExpression':
    case 'InExpression':
    case 'HasAnyExpression':
    case 'HasAllExpression':
    case 'BetweenExpression':
      return compileOperation(node, environment);
    case 'PathExpression':
    case 'ElementExpression':
      return compileMember(node, environment);
    case 'FunctionCallExpression':
      return compileCall(node, environment);
    case 'ToScalarExpression':
      return scalarOf(child(node, 'Expression'), typeOf(node), environment);
    case 'TypeOfLiteralExpression':
      return constant(textOf(items(child(node, 'Types'))[0]?.GetChild(0) as Node), 'string');
    default:
      throw new UnsupportedError(`${classOf(node)} cannot be run`, node);
  }
}

/** An expression with an operator. */
function compileOperation(node: Node, environment: Environment): Compiled {
  const operator = textOf(child(node, 'Operator'));
  const operand = (part: Node) => compileExpression(part, environment);
  switch (classOf(node)) {
    case 'BinaryExpression':
      return compileBinary(
        operator,
        operand(child(node, 'Left')),
        operand(child(node, 'Right')),
        node,
      );
    case 'PrefixUnaryExpression': {
      const of = operand(child(node, 'Expression'));
      return operator === '-' ? negate(of, typeOf(node)) : of;
    }
    case 'BetweenExpression': {
      const couple = child(node, 'Right');
      return compileBetween(
        operator,
        operand(child(node, 'Left')),
        operand(child(couple, 'First')),
        operand(child(couple, 'Second')),
      );
    }
    default:
      return compileList(
        operator,
        operand(child(node, 'Left')),
        items(child(child(node, 'Right'), 'Expressions')).map((item) =>
          listOperand(item, environment),
        ),
        node,
      );
  }
}

/** `a.b` and `a[b]`. */
function compileMember(node: Node, environment: Environment): Compiled {
  const key =
    classOf(node) === 'PathExpression'
      ? constant(nameOf(child(node, 'Selector')), 'string')
      : selector(child(node, 'Selector'), environment);
  return member(compileExpression(child(node, 'Expression'), environment), key);
}

function selector(node: Node, environment: Environment): Compiled {
  return compileExpression(
    classOf(node) === 'BracketedExpression' ? child(node, 'Expression') : node,
    environment,
  );
}

/** `a.b` and `a['b']` return null if there is no such key, and `a[-1]` returns the last element. */
function member(of: Compiled, key: Compiled): Compiled {
  return {
    type: 'dynamic',
    get: (row, at, rows) => {
      const value = of.get(row, at, rows);
      if (value === null || typeof value !== 'object') return null;
      const name = key.get(row, at, rows);
      if (Array.isArray(value)) return value.at(Number(name)) ?? null;
      return Object.hasOwn(value, String(name))
        ? ((value as Record<string, unknown>)[String(name)] ?? null)
        : null;
    },
  };
}

/** The value of a column, or of a name that `let` or a parameter defines. */
function compileName(node: Node, environment: Environment): Compiled {
  const name = nameOf(node);
  const symbol = symbolOf(node);
  if (symbol === 'ColumnSymbol') return columnValue(name, typeOf(node));
  const binding = environment.bindings.get(name);
  if (binding?.kind === 'scalar') return binding.compiled;
  if (binding?.kind === 'function') return callFunction(binding, [], environment, node);
  throw new UnsupportedError(`${name} has no value at this point`, node);
}

/** A column's value in each row. */
export function columnValue(name: string, type: ValueType): Compiled {
  const get: Getter = type === 'string' ? (row) => row[name] ?? '' : (row) => row[name] ?? null;
  return { type, get };
}

/** A scalar, or the first column of a table, for `in (…)` and `has_any (…)`. */
function listOperand(node: Node, environment: Environment): Compiled {
  if (!isTabular(node)) return compileExpression(node, environment);
  const pipeline = environment.compilers.table(node, environment);
  const first = pipeline.columns[0];
  if (!first) throw new UnsupportedError('a table without columns', node);
  return {
    type: 'dynamic',
    get: () => pipeline.rows().map((row) => row[first.name] ?? emptyOf(first.type)),
  };
}

function scalarOf(node: Node, type: ValueType, environment: Environment): Compiled {
  const pipeline = environment.compilers.table(node, environment);
  const first = pipeline.columns[0];
  if (!first) throw new UnsupportedError('toscalar() of a table without columns', node);
  return { type, get: () => pipeline.rows()[0]?.[first.name] ?? emptyOf(type) };
}

function compileCall(node: Node, environment: Environment): Compiled {
  const name = nameOf(child(node, 'Name'));
  const args = items(child(child(node, 'ArgumentList'), 'Expressions'));
  const binding = environment.bindings.get(name);
  if (binding?.kind === 'function') return callFunction(binding, args, environment, node);
  return compileFunction(name, args, node, environment);
}

function callFunction(
  binding: Extract<Binding, { kind: 'function' }>,
  args: readonly Node[],
  environment: Environment,
  node: Node,
): Compiled {
  const { body, environment: inner } = enterFunction(binding, args, environment, node);
  return compileExpression(body, inner);
}
