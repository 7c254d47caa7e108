import type { Cells, Compiled, Environment } from '../environment';
import { child, classOf, items, type Node, nameOf, typeOf, UnsupportedError } from '../syntax';
import type { Value, ValueType } from '../values';
import { AGGREGATES, type AggregateCompiler } from './aggregates';

/** An aggregate over the rows of a group: the values of its result columns. */
export type Aggregate = (rows: readonly Cells[]) => readonly Value[];

/** An aggregate call, or an expression over aggregate calls (`count() * 2`). */
export function compileAggregate(
  node: Node,
  environment: Environment,
  grouped: readonly string[],
): Aggregate {
  if (classOf(node) === 'SimpleNamedExpression' || classOf(node) === 'CompoundNamedExpression') {
    return compileAggregate(child(node, 'Expression'), environment, grouped);
  }
  if (classOf(node) === 'ParenthesizedExpression') {
    return compileAggregate(child(node, 'Expression'), environment, grouped);
  }
  if (classOf(node) === 'FunctionCallExpression') {
    const name = nameOf(child(node, 'Name'));
    const compiler = AGGREGATES.get(name);
    if (compiler) return compileUse(compiler, node, environment, grouped);
  }
  return compileOver(node, environment, grouped);
}

function compileUse(
  compiler: AggregateCompiler,
  node: Node,
  environment: Environment,
  grouped: readonly string[],
): Aggregate {
  const args = items(child(child(node, 'ArgumentList'), 'Expressions'));
  const hasStar = args.some((arg) => classOf(arg) === 'StarExpression');
  const compiled = args
    .filter((arg) => classOf(arg) !== 'StarExpression')
    .map((arg) => environment.compilers.expression(arg, environment));
  const taken = new Set(grouped);
  const first = args[0];
  if (first && classOf(first) === 'NameReference') taken.add(nameOf(first));
  const run = compiler({
    args: compiled,
    others: hasStar
      ? environment.columns.map(({ name }) => name).filter((name) => !taken.has(name))
      : null,
    type: typeOf(node),
    node,
  });
  return (rows) => {
    const result = run(rows);
    return Array.isArray(result) ? result : [result];
  };
}

/** Binds the aggregates inside. The rest is an ordinary expression. */
function compileOver(node: Node, environment: Environment, grouped: readonly string[]): Aggregate {
  const found = new Map<Node, { aggregate: Aggregate; type: ValueType }>();
  const collect = (part: Node) => {
    if (classOf(part) === 'FunctionCallExpression' && AGGREGATES.has(nameOf(child(part, 'Name')))) {
      found.set(part, {
        aggregate: compileAggregate(part, environment, grouped),
        type: typeOf(part),
      });
      return;
    }
    for (let at = 0; at < part.ChildCount; at++) {
      const inner = part.GetChild(at) as Node | null;
      if (inner) collect(inner);
    }
  };
  collect(node);
  if (found.size === 0) throw new UnsupportedError('this aggregate cannot be run', node);
  const results = new Map<Node, Value>();
  const replaced = (part: Node): Compiled | null => {
    const aggregate = found.get(part);
    return aggregate ? { type: aggregate.type, get: () => results.get(part) ?? null } : null;
  };
  const compiled = environment.compilers.expression(node, { ...environment, replaced });
  return (rows) => {
    for (const [part, { aggregate }] of found) results.set(part, aggregate(rows)[0] ?? null);
    return [compiled.get(rows[0] ?? {}, 0, rows)];
  };
}
