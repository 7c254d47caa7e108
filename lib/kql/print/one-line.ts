import { addAll } from '@/lib/long-lists';
import { ADD, AND, OR, PRIMARY } from '../precedence';
import { quoteName } from '../quote';
import type { Expression, Tag } from '../tree';
import { levelOf, operandLevel } from './binding';
import { grouped, isGroup, MAX_CHAIN } from './chains';
import { leafText } from './literals';

/** Text collected up to a width; a comment inside makes it too wide, because it needs its own line. */
export class FlatText {
  readonly width: number;
  readonly ignoreComments: boolean;
  readonly tags: Tag[] = [];
  readonly parts: string[] = [];
  length = 0;
  over = false;

  constructor(width: number, ignoreComments: boolean) {
    this.width = width;
    this.ignoreComments = ignoreComments;
  }

  add(text: string): void {
    this.parts.push(text);
    this.length += text.length;
    if (this.length > this.width) this.over = true;
  }

  get text(): string {
    return this.parts.join('');
  }
}

/** An expression on one line, without its comments. */
export function printExpression(expression: Expression): string {
  return oneLine(expression, OR).text;
}

/** An expression on one line of any length, without its comments. */
export function oneLine(expression: Expression, context: number): FlatText {
  const out = new FlatText(Number.POSITIVE_INFINITY, true);
  flat(expression, context, out);
  return out;
}

/** Adds an expression, in parentheses if it binds less tightly than its context. */
export function flat(expression: Expression, context: number, out: FlatText): void {
  if (out.over) return;
  if (expression.comment !== undefined && !out.ignoreComments) {
    out.over = true;
    return;
  }
  if (expression.tags) addAll(out.tags, expression.tags);
  const wrap = levelOf(expression) < context;
  if (wrap) out.add('(');
  flatInner(expression, out);
  if (wrap) out.add(')');
}

/** Adds expressions with commas between them. */
export function flatList(items: readonly Expression[], out: FlatText): void {
  items.forEach((item, at) => {
    if (at > 0) out.add(', ');
    flat(item, OR, out);
  });
}

function flatInner(expression: Expression, out: FlatText): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      flatChain(expression, out);
      return;
    case 'not':
      flatCall('not', [expression.of], out);
      return;
    case 'call':
      flatCall(quoteName(expression.name), expression.args, out);
      return;
    case 'compare': {
      const level = operandLevel(expression.operator);
      flatBinary(expression, level, level, out);
      return;
    }
    case 'arithmetic': {
      const level = levelOf(expression);
      flatBinary(expression, level, level + 1, out);
      return;
    }
    case 'list':
      flat(expression.left, PRIMARY, out);
      flatCall(` ${expression.operator} `, expression.values, out);
      return;
    case 'between':
      flatBetween(expression, out);
      return;
    case 'named':
      out.add(`${quoteName(expression.name)} = `);
      flat(expression.value, OR, out);
      return;
    case 'member': {
      flat(expression.of, PRIMARY, out);
      const name = quoteName(expression.name);
      out.add(name.startsWith('[') ? name : `.${name}`);
      return;
    }
    case 'index':
      flat(expression.of, PRIMARY, out);
      out.add('[');
      flat(expression.at, OR, out);
      out.add(']');
      return;
    default:
      out.add(leafText(expression));
  }
}

function flatChain({ kind, of }: Extract<Expression, { kind: 'and' | 'or' }>, out: FlatText): void {
  if (of.length > MAX_CHAIN) {
    // `layout` groups it: a chain this long has no one-line form unless a caller requests it.
    if (out.width === Number.POSITIVE_INFINITY) flatInner({ kind, of: grouped(kind, of) }, out);
    else out.over = true;
    return;
  }
  const level = kind === 'and' ? AND : OR;
  of.forEach((part, at) => {
    if (at > 0) out.add(` ${kind} `);
    flat(part, isGroup(part) ? PRIMARY : level, out);
  });
}

function flatCall(name: string, args: readonly Expression[], out: FlatText): void {
  out.add(`${name}(`);
  flatList(args, out);
  out.add(')');
}

function flatBinary(
  { left, operator, right }: Extract<Expression, { kind: 'compare' | 'arithmetic' }>,
  leftLevel: number,
  rightLevel: number,
  out: FlatText,
): void {
  flat(left, leftLevel, out);
  out.add(` ${operator} `);
  flat(right, rightLevel, out);
}

function flatBetween(
  { left, negated, low, high }: Extract<Expression, { kind: 'between' }>,
  out: FlatText,
): void {
  flat(left, PRIMARY, out);
  out.add(negated ? ' !between (' : ' between (');
  flat(low, ADD, out);
  out.add(' .. ');
  flat(high, ADD, out);
  out.add(')');
}
