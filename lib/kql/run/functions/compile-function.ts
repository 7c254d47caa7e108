import type { Compiled, Environment, Getter } from '../environment';
import { child, classOf, type Node, typeOf, UnsupportedError } from '../syntax';
import type { Value, ValueType } from '../values';
import { emptyOf, toText } from '../values';
import { CONVERSION_FUNCTIONS } from './conversions';
import { DYNAMIC_FUNCTIONS } from './dynamic';
import { ENCODING_FUNCTIONS } from './encoding';
import { type FunctionCompiler, type FunctionTable, plain } from './function-kinds';
import { NETWORK_FUNCTIONS } from './network';
import { NUMBER_FUNCTIONS } from './number';
import { PARSING_FUNCTIONS } from './parsing';
import { REGEX_FUNCTIONS } from './regexes';
import { STRING_FUNCTIONS } from './strings';
import { TIME_FUNCTIONS } from './time';
import { WINDOW_FUNCTIONS } from './window';

const CONDITIONALS: FunctionTable = {
  iff: ({ args, type }) => choose(args, type),
  iif: ({ args, type }) => choose(args, type),
  case: ({ args, type }) => choose(args, type),
  coalesce: ({ args, type }) => {
    return (row, at, rows) => {
      for (const arg of args) {
        const value = arg.get(row, at, rows);
        if (value !== null && value !== '') return value;
      }
      return emptyOf(type);
    };
  },
  not: ({ args }) => {
    const of = args[0];
    return (row, at, rows) => {
      const value = of?.get(row, at, rows) ?? null;
      return value === null ? null : !value;
    };
  },
  isnull: plain(([value], [type]) => type !== 'string' && value === null),
  isnotnull: plain(([value], [type]) => type === 'string' || value !== null),
  notnull: plain(([value], [type]) => type === 'string' || value !== null),
  isempty: plain(([value]) => value === null || value === ''),
  isnotempty: plain(([value]) => value !== null && value !== ''),
  notempty: plain(([value]) => value !== null && value !== ''),
  column_ifexists: ({ args, node, environment: { columns } }) => {
    // The binder resolves the name. Without such a column, the default applies.
    const [column, fallback] = args;
    if (!column?.constant || !fallback)
      throw new UnsupportedError('column_ifexists() has no column', node);
    const name = String(column.constant.value);
    const found = columns.find((one) => one.name === name);
    return found ? (row) => row[name] ?? emptyOf(found.type) : fallback.get;
  },
  gettype: ({ args }) => {
    const [of] = args;
    return (row, at, rows) => typeName(of?.get(row, at, rows) ?? null, of?.type ?? 'null');
  },
};

/** The value after the first true condition, otherwise the last one. */
function choose(args: readonly Compiled[], type: ValueType): Getter {
  return (row, at, rows) => {
    let next = 0;
    for (; next + 1 < args.length; next += 2) {
      if (args[next]?.get(row, at, rows) === true) return args[next + 1]?.get(row, at, rows);
    }
    return args[next]?.get(row, at, rows) ?? emptyOf(type);
  };
}

function typeName(value: Value, type: ValueType): string {
  if (type !== 'dynamic') return type;
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object') return 'dictionary';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return Number.isInteger(value) ? 'long' : 'double';
}

/** The scalar functions by their KQL names. */
export const FUNCTIONS: ReadonlyMap<string, FunctionCompiler> = new Map(
  Object.entries({
    ...CONDITIONALS,
    ...STRING_FUNCTIONS,
    ...REGEX_FUNCTIONS,
    ...PARSING_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...CONVERSION_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...TIME_FUNCTIONS,
    ...DYNAMIC_FUNCTIONS,
    ...NETWORK_FUNCTIONS,
    ...WINDOW_FUNCTIONS,
  }),
);

/** Functions whose value can differ between rows or runs for the same arguments. */
const UNSTABLE = new Set([
  'now',
  'ago',
  'column_ifexists',
  'pack_all',
  ...Object.keys(WINDOW_FUNCTIONS),
]);

export function compileFunction(
  name: string,
  args: readonly Node[],
  node: Node,
  environment: Environment,
): Compiled {
  const compiler = FUNCTIONS.get(name);
  if (!compiler) throw new UnsupportedError(`the function ${name}() cannot be run`, node);
  const isStar = (arg: Node) => classOf(arg) === 'StarExpression';
  const compiled = args
    .filter((arg) => !isStar(arg))
    .map((arg) =>
      environment.compilers.expression(
        classOf(arg) === 'SimpleNamedExpression' ? child(arg, 'Expression') : arg,
        environment,
      ),
    );
  const type = typeOf(node);
  const raw = compiler({ args: compiled, type, node, environment });
  const get: Getter =
    type === 'string'
      ? (row, at, rows) => {
          const value = raw(row, at, rows);
          return typeof value === 'string' ? value : toText(value, 'dynamic');
        }
      : (row, at, rows) => raw(row, at, rows) ?? null;
  const isConstant =
    !UNSTABLE.has(name) && args.length > 0 && compiled.every((arg) => arg.constant);
  if (!isConstant) return { type, get };
  const value = get({}, 0, []);
  return { type, get: () => value, constant: { value } };
}
