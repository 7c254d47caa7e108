import type {
  ArithmeticOperator,
  CompareOperator,
  Expression,
  ListOperator,
  Marks,
  Tag,
} from './tree';

/** The node with more tags. */
export function tagged<Node extends Marks>(node: Node, ...tags: readonly Tag[]): Node {
  return tags.length === 0 ? node : { ...node, tags: [...(node.tags ?? []), ...tags] };
}

/** The node with a comment. */
export function commented<Node extends Marks>(node: Node, comment: string): Node {
  return { ...node, comment };
}

export function column(name: string): Expression {
  return { kind: 'column', name };
}

export function string(value: string): Expression {
  return { kind: 'string', value };
}

export function number(value: number | bigint): Expression {
  return { kind: 'number', value };
}

export function bool(value: boolean): Expression {
  return { kind: 'bool', value };
}

export function datetime(value: string): Expression {
  return { kind: 'datetime', value };
}

export function timespan(seconds: number): Expression {
  return { kind: 'timespan', seconds };
}

export function dynamic(value: unknown): Expression {
  return { kind: 'dynamic', value };
}

export function call(name: string, ...args: readonly Expression[]): Expression {
  return { kind: 'call', name, args };
}

export function named(name: string, value: Expression): Expression {
  return { kind: 'named', name, value };
}

export function member(of: Expression, name: string): Expression {
  return { kind: 'member', of, name };
}

export function index(of: Expression, at: Expression): Expression {
  return { kind: 'index', of, at };
}

export function compare(
  left: Expression,
  operator: CompareOperator,
  right: Expression,
): Expression {
  return { kind: 'compare', operator, left, right };
}

export function list(
  left: Expression,
  operator: ListOperator,
  values: readonly Expression[],
): Expression {
  return { kind: 'list', operator, left, values };
}

export function between(left: Expression, low: Expression, high: Expression): Expression {
  return { kind: 'between', negated: false, left, low, high };
}

export function arithmetic(
  left: Expression,
  operator: ArithmeticOperator,
  right: Expression,
): Expression {
  return { kind: 'arithmetic', operator, left, right };
}

export function raw(text: string): Expression {
  return { kind: 'raw', text };
}

/** A conjunction. Includes the parts of nested ones that have no tags or comment; `true` if empty. */
export function and(...of: readonly Expression[]): Expression {
  return chain('and', of);
}

/** A disjunction. Includes the parts of nested ones that have no tags or comment; `false` if empty. */
export function or(...of: readonly Expression[]): Expression {
  return chain('or', of);
}

export function not(of: Expression): Expression {
  return { kind: 'not', of };
}

function chain(kind: 'and' | 'or', of: readonly Expression[]): Expression {
  const parts: Expression[] = [];
  for (const part of of) {
    if (part.kind === kind && !part.tags && part.comment === undefined) {
      for (const inner of part.of) parts.push(inner);
    } else parts.push(part);
  }
  const only = parts[0];
  if (!only) return bool(kind === 'and');
  return parts.length === 1 ? only : { kind, of: parts };
}
