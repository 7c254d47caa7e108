import { AND, OR, PRIMARY } from '../precedence';
import { quoteName } from '../quote';
import type { Expression } from '../tree';
import { levelOf, operandLevel } from './binding';
import { grouped, isGroup, MAX_CHAIN } from './chains';
import {
  commentLines,
  INDENT,
  type Line,
  mark,
  pad,
  plain,
  uncommented,
  WIDTH,
  withSuffix,
} from './lines';
import { dynamicText } from './literals';
import { FlatText, flat, flatList, oneLine } from './one-line';

/** Where to print an expression, and what surrounds it. */
export interface Slot {
  readonly indent: number;
  /** Text before the expression, on its first line. */
  readonly prefix?: string;
  /** Text after the expression, on its last line. */
  readonly suffix?: string;
  /** Extra indent of the lines after the first. */
  readonly hang?: number;
}

/** The expression on as many lines as it needs. */
export function layout(expression: Expression, context: number, slot: Slot): Line[] {
  const one = flatLine(expression, context, slot);
  if (one) return [one];
  return mark(broken(expression, context, slot), expression.tags);
}

/** The expression on one line, or null if it does not fit or has a comment. */
export function flatLine(
  expression: Expression,
  context: number,
  { indent, prefix = '', suffix = '' }: Slot,
): Line | null {
  const out = new FlatText(WIDTH - indent - prefix.length - suffix.length, false);
  flat(expression, context, out);
  if (out.over) return null;
  const text = pad(indent) + prefix + out.text + suffix;
  return text.includes('\n') ? null : { text, tags: out.tags };
}

/** A list of columns after `head`: on the same line, or one per line below. */
export function listing(head: string, columns: readonly Expression[], indent: number): Line[] {
  const out = new FlatText(WIDTH - indent - head.length - 1, false);
  flatList(columns, out);
  if (!out.over) return [{ text: `${pad(indent)}${head} ${out.text}`, tags: out.tags }];
  const only = columns[0];
  if (only && columns.length === 1) return layout(only, OR, { prefix: `${head} `, indent });
  return [plain(head, indent), ...itemLines(columns, indent + INDENT)];
}

/** Each item on its own lines, with a comma after all but the last. */
export function itemLines(items: readonly Expression[], indent: number): Line[] {
  return items.flatMap((item, at) => [
    ...commentLines(item.comment, indent),
    ...layout(uncommented(item), OR, { indent, suffix: at < items.length - 1 ? ',' : '' }),
  ]);
}

/** The expression broken at its outermost structure, or on one line if it has none. */
function broken(expression: Expression, context: number, slot: Slot): Line[] {
  const { indent, prefix = '', suffix = '' } = slot;
  switch (expression.kind) {
    case 'and':
    case 'or':
      return brokenChain(expression, context, slot);
    case 'not':
      return enclosed('not(', [expression.of], slot);
    case 'call':
      if (expression.args.length === 0) break;
      return enclosed(`${quoteName(expression.name)}(`, expression.args, slot);
    case 'list': {
      const left = oneLine(expression.left, PRIMARY).text;
      return enclosed(`${left} ${expression.operator} (`, expression.values, slot);
    }
    case 'named': {
      const name = `${prefix}${quoteName(expression.name)} = `;
      return layout(expression.value, OR, { prefix: name, indent, suffix });
    }
    case 'compare': {
      const lines = brokenCall(expression, slot);
      if (lines) return lines;
      break;
    }
    case 'dynamic':
      if (!Array.isArray(expression.value) || expression.value.length === 0) break;
      return brokenArray(expression.value, slot);
    default:
      break;
  }
  const out = oneLine(expression, context);
  return [{ text: pad(indent) + prefix + out.text + suffix, tags: out.tags }];
}

type Chain = Extract<Expression, { kind: 'and' | 'or' }>;

function brokenChain(chain: Chain, context: number, slot: Slot): Line[] {
  const { indent, prefix = '', suffix = '', hang = 0 } = slot;
  if (levelOf(chain) >= context && !isGroup(chain)) {
    return withSuffix(chainLines(chain, prefix, indent, hang), suffix);
  }
  return [
    plain(`${prefix}(`, indent),
    ...chainLines(chain, '', indent + hang + INDENT, 0),
    plain(`)${suffix}`, indent + hang),
  ];
}

/** One part of the chain per line, with its operator leading. */
function chainLines(chain: Chain, prefix: string, indent: number, hang: number): Line[] {
  const parts = chain.of.length > MAX_CHAIN ? grouped(chain.kind, chain.of) : chain.of;
  return parts.flatMap((part, at) => {
    const slot =
      at === 0
        ? { prefix, indent, hang }
        : { prefix: `${chain.kind} `, indent: indent + hang, hang: 0 };
    return [
      ...commentLines(part.comment, slot.indent),
      ...partLines(chain, uncommented(part), slot),
    ];
  });
}

function partLines(chain: Chain, part: Expression, slot: Required<Omit<Slot, 'suffix'>>): Line[] {
  if (part.kind === chain.kind && !isGroup(part)) {
    return mark(chainLines(part, slot.prefix, slot.indent, slot.hang), part.tags);
  }
  const level = chain.kind === 'and' ? AND : OR;
  const context = level + (part.kind === chain.kind ? 1 : 0);
  // Over several lines it is easy to miss that `and` binds tighter than the `or` before it.
  const hides = chain.kind === 'or' && part.kind === 'and';
  const breaks = hides && !flatLine(part, context, slot);
  return layout(part, breaks ? PRIMARY : context, slot);
}

/** A comparison whose left side is a call, broken inside the call. Null if that does not help. */
function brokenCall(
  { left, operator, right }: Extract<Expression, { kind: 'compare' }>,
  slot: Slot,
): Line[] | null {
  const isCall = (side: Expression) => side.kind === 'call' && side.args.length > 0;
  if (!isCall(left) || isCall(right)) return null;
  const level = operandLevel(operator);
  const { indent, suffix = '', hang = 0 } = slot;
  const tail = ` ${operator} ${oneLine(right, level).text}${suffix}`;
  if (indent + hang + tail.length > WIDTH) return null;
  return layout(left, level, { ...slot, suffix: tail });
}

function brokenArray(items: readonly unknown[], slot: Slot): Line[] {
  const { indent, prefix = '', suffix = '', hang = 0 } = slot;
  return [
    plain(`${prefix}dynamic([`, indent),
    ...items.map((item, at) =>
      plain(dynamicText(item) + (at < items.length - 1 ? ',' : ''), indent + hang + INDENT),
    ),
    plain(`])${suffix}`, indent + hang),
  ];
}

/** Items between `head`, which opens a parenthesis, and the parenthesis that closes it. */
function enclosed(head: string, items: readonly Expression[], slot: Slot): Line[] {
  const { indent, prefix = '', suffix = '', hang = 0 } = slot;
  return [
    plain(prefix + head, indent),
    ...itemLines(items, indent + hang + INDENT),
    plain(`)${suffix}`, indent + hang),
  ];
}
