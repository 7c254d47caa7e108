import { microsoft } from '../microsoft';
import { compileBetween, compileBinary, compileList, negate } from './comparison';
import type { Compiled, Environment, Getter } from './environment';
import { bind, constant } from './environment';
import { compileFunction } from './functions';
import {
  child,
  classOf,
  items,
  type Node,
  nameOf,
  optional,
  symbolOf,
  textOf,
  typeOf,
  UnsupportedError,
} from './syntax';
import { parseDatetime, parseTimespan } from './time';
import type { Value, ValueType } from './values';
import { emptyOf, narrow, parseJson, toNumber } from './values';

/** An expression as a function of a row. */
export function compileExpression(node: Node, environment: Environment): Compiled {
  const replaced = environment.replaced?.(node);
  if (replaced) return replaced;
  switch (classOf(node)) {
    case 'ParenthesizedExpression':
      return compileExpression(child(node, 'Expression'), environment);
    case 'LiteralExpression':
      return literal(node);
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
      return compileBinary(
        textOf(child(node, 'Operator')),
        compileExpression(child(node, 'Left'), environment),
        compileExpression(child(node, 'Right'), environment),
        node,
      );
    case 'PrefixUnaryExpression': {
      const of = compileExpression(child(node, 'Expression'), environment);
      return textOf(child(node, 'Operator')) === '-' ? negate(of, typeOf(node)) : of;
    }
    case 'InExpression':
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return compileList(
        textOf(child(node, 'Operator')),
        compileExpression(child(node, 'Left'), environment),
        items(child(child(node, 'Right'), 'Expressions')).map((item) =>
          listOperand(item, environment),
        ),
        node,
      );
    case 'BetweenExpression': {
      const couple = child(node, 'Right');
      return compileBetween(
        textOf(child(node, 'Operator')),
        compileExpression(child(node, 'Left'), environment),
        compileExpression(child(couple, 'First'), environment),
        compileExpression(child(couple, 'Second'), environment),
      );
    }
    case 'PathExpression':
      return member(
        compileExpression(child(node, 'Expression'), environment),
        constant(nameOf(child(node, 'Selector')), 'string'),
      );
    case 'ElementExpression':
      return member(
        compileExpression(child(node, 'Expression'), environment),
        selector(child(node, 'Selector'), environment),
      );
    case 'FunctionCallExpression':
      return compileCall(node, environment);
    case 'SimpleNamedExpression':
      return compileExpression(child(node, 'Expression'), environment);
    case 'ToScalarExpression':
      return scalarOf(child(node, 'Expression'), typeOf(node), environment);
    case 'TypeOfLiteralExpression':
      return constant(textOf(items(child(node, 'Types'))[0]?.GetChild(0) as Node), 'string');
    default:
      throw new UnsupportedError(`${classOf(node)} cannot be run`, node);
  }
}

function selector(node: Node, environment: Environment): Compiled {
  return compileExpression(
    classOf(node) === 'BracketedExpression' ? child(node, 'Expression') : node,
    environment,
  );
}

/** `a.b` and `a['b']` give null where there is no such key, `a[-1]` the last element. */
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

function literal(node: Node): Compiled {
  const kind = microsoft().kindOf(node);
  const text = textOf(child(node, 'Token'));
  const type = typeOf(node);
  const inner = /^\w+\s*\(\s*(.*?)\s*\)$/s.exec(text)?.[1] ?? text;
  if (inner === 'null' && kind !== 'StringLiteralExpression') return constant(emptyOf(type), type);
  switch (kind) {
    case 'StringLiteralExpression':
      return constant(microsoft().stringValue(text), 'string');
    case 'BooleanLiteralExpression':
      return constant(/^(true|1)$/i.test(inner), 'bool');
    case 'IntLiteralExpression':
    case 'LongLiteralExpression':
      return constant(narrow(BigInt(inner.replace(/^\+/, ''))), type);
    case 'RealLiteralExpression':
    case 'DecimalLiteralExpression':
      return constant(realValue(inner), type);
    case 'DateTimeLiteralExpression':
      return constant(parseDatetime(unquoted(inner)), 'datetime');
    case 'TimespanLiteralExpression':
      return constant(parseTimespan(unquoted(inner)), 'timespan');
    case 'GuidLiteralExpression':
      return constant(inner.toLowerCase(), 'guid');
    case 'NullLiteralExpression':
      return constant(null, 'null');
    default:
      throw new UnsupportedError(`the literal ${text} cannot be run`, node);
  }
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, '');
}

function realValue(text: string): number | null {
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^\+?inf$/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-inf$/i.test(text)) return Number.NEGATIVE_INFINITY;
  const value = toNumber(text, 'string');
  return value === null ? null : Number(value);
}

/** The JSON inside `dynamic(…)`. */
function dynamicValue(node: Node): Value {
  switch (classOf(node)) {
    case 'JsonArrayExpression':
      return items(child(node, 'Values')).map(dynamicValue);
    case 'JsonObjectExpression':
      return Object.fromEntries(
        items(child(node, 'Pairs')).map((pair) => [
          microsoft().stringValue(textOf(child(pair, 'Name'))),
          dynamicValue(child(pair, 'Value')),
        ]),
      );
    case 'PrefixUnaryExpression': {
      const value = dynamicValue(child(node, 'Expression'));
      return textOf(child(node, 'Operator')) === '-' ? -Number(value) : value;
    }
    case 'LiteralExpression': {
      const value = literal(node).get({}, 0, []);
      // A string alone is read as JSON text: dynamic('{"a":1}').
      const isAlone = typeof value === 'string' && classOf(parentOf(node)) === 'DynamicExpression';
      return isAlone ? parseJson(value) : value;
    }
    default:
      throw new UnsupportedError(`${classOf(node)} cannot stand in dynamic()`, node);
  }
}

function parentOf(node: Node): Node {
  return child(node, 'Parent');
}

/** The value of a column, or what `let` or a parameter named. */
function compileName(node: Node, environment: Environment): Compiled {
  const name = nameOf(node);
  const symbol = symbolOf(node);
  if (symbol === 'ColumnSymbol') return columnValue(name, typeOf(node));
  const binding = environment.bindings.get(name);
  if (binding?.kind === 'scalar') return binding.compiled;
  if (binding?.kind === 'function') return callFunction(binding, [], environment, node);
  throw new UnsupportedError(`${name} has no value here`, node);
}

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

export function isTabular(node: Node): boolean {
  return Boolean(node.ResultType?.Columns) && !node.ResultType?.Name.startsWith('tuple');
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

/** A function from `let`, inlined: its parameters are what the arguments compile to. */
function callFunction(
  binding: { readonly node: Node; readonly environment: Environment },
  args: readonly Node[],
  environment: Environment,
  node: Node,
): Compiled {
  const declared = items(child(child(binding.node, 'Parameters'), 'Parameters'));
  let inner = binding.environment;
  declared.forEach((parameter, at) => {
    const named = child(parameter, 'NameAndType');
    const name = nameOf(child(named, 'Name'));
    const byName = args.find(
      (arg) => classOf(arg) === 'SimpleNamedExpression' && nameOf(child(arg, 'Name')) === name,
    );
    const positional = args[at] && classOf(args[at]) !== 'SimpleNamedExpression' ? args[at] : null;
    const value = byName ?? positional;
    const fallback = optional(parameter, 'DefaultValue');
    if (!value && !fallback) throw new UnsupportedError(`${name} has no value`, node);
    const compiled = value
      ? compileExpression(value, environment)
      : compileExpression(child(fallback as Node, 'Value'), environment);
    inner = bind(inner, name, { kind: 'scalar', compiled });
  });
  const body = child(binding.node, 'Body');
  if (items(optional(body, 'Statements')).length > 0) {
    throw new UnsupportedError('a function with statements cannot be run', node);
  }
  return compileExpression(child(body, 'Expression'), inner);
}
