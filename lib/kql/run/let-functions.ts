import { bind, type Environment } from './environment';
import {
  child,
  classOf,
  isTabular,
  items,
  type Node,
  nameOf,
  optional,
  UnsupportedError,
} from './syntax';

/** A function that `let` declares, with what it can see. */
interface LetFunction {
  readonly node: Node;
  readonly environment: Environment;
}

/** Binds what a `let` statement defines: a scalar, a table or a function. */
export function compileLet(node: Node, environment: Environment): Environment {
  const name = nameOf(child(node, 'Name'));
  const value = child(node, 'Expression');
  return classOf(value) === 'FunctionDeclaration'
    ? bind(environment, name, { kind: 'function', node: value, environment })
    : bindValue(name, value, environment, environment);
}

/** Binds a name in `inner` to the value of an expression of `outer`. */
function bindValue(name: string, value: Node, outer: Environment, inner: Environment): Environment {
  if (isTabular(value)) {
    return bind(inner, name, { kind: 'table', pipeline: outer.compilers.table(value, outer) });
  }
  return bind(inner, name, { kind: 'scalar', compiled: outer.compilers.expression(value, outer) });
}

/**
 * A call of a function from `let`, inlined: the body's expression, and the environment in which its
 * parameters are the arguments, scalars or tables, and its own `let` statements hold.
 */
export function enterFunction(
  { node, environment }: LetFunction,
  args: readonly Node[],
  caller: Environment,
  call: Node,
): { readonly body: Node; readonly environment: Environment } {
  let inner = environment;
  items(child(child(node, 'Parameters'), 'Parameters')).forEach((parameter, at) => {
    const name = nameOf(child(child(parameter, 'NameAndType'), 'Name'));
    const value = argumentOf(name, at, args) ?? defaultOf(parameter);
    if (!value) throw new UnsupportedError(`${name} has no value`, call);
    inner = bindValue(name, value, caller, inner);
  });
  const body = child(node, 'Body');
  for (const statement of items(optional(body, 'Statements'))) {
    if (classOf(statement) !== 'LetStatement') {
      throw new UnsupportedError(`${classOf(statement)} in a function cannot be run`, statement);
    }
    inner = compileLet(statement, inner);
  }
  return { body: child(body, 'Expression'), environment: inner };
}

function argumentOf(name: string, at: number, args: readonly Node[]): Node | null {
  const isNamed = (arg: Node) => classOf(arg) === 'SimpleNamedExpression';
  const byName = args.find((arg) => isNamed(arg) && nameOf(child(arg, 'Name')) === name);
  if (byName) return child(byName, 'Expression');
  const positional = args[at];
  return positional && !isNamed(positional) ? positional : null;
}

function defaultOf(parameter: Node): Node | null {
  const value = optional(parameter, 'DefaultValue');
  return value && child(value, 'Value');
}
