import { addAll } from '@/lib/long-lists';
import { OR } from '../precedence';
import { quoteName, quoteString } from '../quote';
import type { Expression, Operator, SortKey } from '../tree';
import { flatLine, itemLines, layout, listing } from './layout';
import {
  commentLines,
  commentText,
  INDENT,
  type Line,
  pad,
  plain,
  uncommented,
  WIDTH,
} from './lines';
import { FlatText, flat, printExpression } from './one-line';

/** Operators that contain a query or a pipeline, which `query-lines.ts` prints. */
export type NestingOperator = Extract<
  Operator,
  { kind: 'join' | 'lookup' | 'union' | 'mv-apply' | 'partition' }
>;
type PlainOperator = Exclude<Operator, NestingOperator | { kind: 'where' }>;
type OfKind<Kind extends Operator['kind']> = Extract<Operator, { kind: Kind }>;

/** An operator without its comment, which goes on a line above. */
export function plainOperatorLines(operator: PlainOperator, indent: number): Line[] {
  switch (operator.kind) {
    case 'extend':
    case 'project':
    case 'project-away':
    case 'project-keep':
    case 'project-rename':
    case 'distinct':
      return listing(`| ${operator.kind}`, operator.columns, indent);
    case 'project-reorder':
      return filledLines('| project-reorder', operator.columns, indent);
    case 'serialize':
      return operator.columns.length === 0
        ? [plain('| serialize', indent)]
        : listing('| serialize', operator.columns, indent);
    case 'summarize':
      return summarizeLines(operator, indent);
    case 'sort':
      return [plain(`| sort by ${operator.keys.map(sortKey).join(', ')}`, indent)];
    case 'top':
      return [plain(`| top ${operator.count} by ${sortKey(operator.key)}`, indent)];
    case 'take':
      return [plain(`| take ${operator.count}`, indent)];
    case 'count':
      return [plain('| count', indent)];
    case 'mv-expand':
      return [plain(`| mv-expand ${expandedColumns(operator.columns)}`, indent)];
    case 'parse-kv':
      return parseKvLines(operator, indent);
    case 'raw': {
      const [first = '', ...rest] = operator.text.split('\n');
      return [plain(`| ${first}`, indent), ...rest.map((text) => plain(text, indent))];
    }
  }
}

/** Names, as many on each line as fit. For lists that nobody reads one by one. */
function filledLines(head: string, columns: readonly Expression[], indent: number): Line[] {
  const lines: Line[] = [];
  let line = pad(indent) + head;
  for (const [at, column] of columns.entries()) {
    const item = printExpression(column) + (at < columns.length - 1 ? ',' : '');
    if (line.length + 1 + item.length > WIDTH) {
      lines.push(plain(line, 0));
      line = pad(indent + INDENT) + item;
    } else line += ` ${item}`;
  }
  return [...lines, plain(line, 0)];
}

/** A filter. The predicate's comment follows it if it fits, and precedes it otherwise. */
export function whereLines({ predicate, comment }: OfKind<'where'>, indent: number): Line[] {
  const above = commentLines(comment, indent);
  const one = flatLine(uncommented(predicate), OR, { prefix: '| where ', indent });
  if (one) {
    const behind = predicate.comment === undefined ? '' : ` // ${commentText(predicate.comment)}`;
    if (one.text.length + behind.length <= WIDTH) {
      return [...above, { text: one.text + behind, tags: one.tags }];
    }
  }
  if (hasLeadingComment(predicate)) {
    const lines = [...above, plain('| where', indent)];
    addAll(lines, commentLines(predicate.comment, indent + INDENT));
    return [...lines, ...layout(uncommented(predicate), OR, { indent: indent + INDENT })];
  }
  return [...above, ...layout(predicate, OR, { prefix: '| where ', indent, hang: INDENT })];
}

function hasLeadingComment(expression: Expression): boolean {
  if (expression.comment !== undefined) return true;
  if (expression.kind !== 'and' && expression.kind !== 'or') return false;
  const first = expression.of[0];
  return first !== undefined && hasLeadingComment(first);
}

function summarizeLines({ aggregates, by }: OfKind<'summarize'>, indent: number): Line[] {
  const out = new FlatText(WIDTH - indent, false);
  out.add('| summarize');
  aggregates.forEach((value, at) => {
    out.add(at > 0 ? ', ' : ' ');
    flat(value, OR, out);
  });
  by.forEach((value, at) => {
    out.add(at > 0 ? ', ' : ' by ');
    flat(value, OR, out);
  });
  if (!out.over) return [{ text: pad(indent) + out.text, tags: out.tags }];
  const lines = [plain('| summarize', indent), ...itemLines(aggregates, indent + INDENT)];
  if (by.length > 0) addAll(lines, listing('by', by, indent + INDENT));
  return lines;
}

function parseKvLines({ columns, source, regex }: OfKind<'parse-kv'>, indent: number): Line[] {
  const typed = columns.map(({ name, type }) => `${quoteName(name)}: ${type}`);
  const head = `| parse-kv ${printExpression(source)} as (`;
  const tail = `) with (regex=${quoteString(regex)})`;
  const flatText = head + typed.join(', ') + tail;
  if (indent + flatText.length <= WIDTH) return [plain(flatText, indent)];
  return [
    plain(head, indent),
    ...typed.map((text, at) => plain(text + (at < typed.length - 1 ? ',' : ''), indent + INDENT)),
    plain(tail, indent),
  ];
}

function sortKey(key: SortKey): string {
  const nulls = key.nulls ? ` nulls ${key.nulls}` : '';
  return `${printExpression(key.by)} ${key.order}${nulls}`;
}

/** The columns of `mv-expand` and `mv-apply`. */
export function expandedColumns(columns: OfKind<'mv-expand'>['columns']): string {
  return columns
    .map(({ value, type }) => printExpression(value) + (type ? ` to typeof(${type})` : ''))
    .join(', ');
}
