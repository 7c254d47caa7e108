import { addAll } from '@/lib/long-lists';
import { OR } from '../precedence';
import { quoteName } from '../quote';
import type { Let, Operator, Query, QuerySource } from '../tree';
import { layout } from './layout';
import { commentLines, INDENT, type Line, mark, pad, plain, WIDTH } from './lines';
import { printExpression } from './one-line';
import {
  expandedColumns,
  type NestingOperator,
  plainOperatorLines,
  whereLines,
} from './operator-lines';

export function queryLines(query: Query, indent: number): Line[] {
  const lines: Line[] = [];
  for (const definition of query.lets ?? []) addAll(lines, letLines(definition, indent));
  addAll(lines, sourceLines(query.source, indent));
  for (const operator of query.operators) addAll(lines, operatorLines(operator, indent));
  return lines;
}

function letLines(definition: Let, indent: number): Line[] {
  const head = `let ${quoteName(definition.name)} = `;
  const lines = commentLines(definition.comment, indent);
  const { value } = definition;
  if ('kind' in value) addAll(lines, layout(value, OR, { prefix: head, indent, suffix: ';' }));
  else if (definition.materialize) {
    lines.push(plain(`${head}materialize(`, indent));
    addAll(lines, queryLines(value, indent + INDENT));
    lines.push(plain(');', indent));
  } else {
    const inner = queryLines(value, indent);
    const first = inner[0];
    const last = inner.length - 1;
    if (first) inner[0] = { text: pad(indent) + head + first.text.trimStart(), tags: first.tags };
    const end = inner[last];
    if (end) inner[last] = { text: `${end.text};`, tags: end.tags };
    addAll(lines, inner);
  }
  return lines;
}

function sourceLines(source: QuerySource, indent: number): Line[] {
  const lines = commentLines(source.comment, indent);
  switch (source.kind) {
    case 'table':
      lines.push(plain(quoteName(source.name), indent));
      break;
    case 'call':
      addAll(lines, layout({ kind: 'call', name: source.name, args: source.args }, OR, { indent }));
      break;
    case 'union': {
      const fuzzy = source.fuzzy ? ' isfuzzy=true' : '';
      const name = source.withSource ? ` withsource=${quoteName(source.withSource)}` : '';
      addAll(lines, unionLines(`union${fuzzy}${name}`, source.queries, indent));
      break;
    }
    case 'query':
      lines.push(plain('(', indent), ...queryLines(source.query, indent + INDENT));
      lines.push(plain(')', indent));
      break;
    case 'raw':
      for (const text of source.text.split('\n')) lines.push(plain(text, indent));
      break;
  }
  return mark(lines, source.tags);
}

function unionLines(head: string, queries: readonly Query[], indent: number): Line[] {
  const bare = queries.map(bareSource);
  if (bare.every((name) => name !== null)) {
    const text = `${head} ${bare.join(', ')}`;
    if (indent + text.length <= WIDTH) return [plain(text, indent)];
  }
  const lines = [plain(head, indent)];
  queries.forEach((query, at) => {
    const comma = at < queries.length - 1 ? ',' : '';
    lines.push(plain('(', indent + INDENT), ...queryLines(query, indent + 2 * INDENT));
    lines.push(plain(`)${comma}`, indent + INDENT));
  });
  return lines;
}

function bareSource(query: Query): string | null {
  const simple = query.source.kind === 'table' && query.operators.length === 0 && !query.lets;
  return simple && query.source.kind === 'table' ? quoteName(query.source.name) : null;
}

function operatorLines(operator: Operator, indent: number): Line[] {
  switch (operator.kind) {
    case 'where':
      return mark(whereLines(operator, indent), operator.tags);
    case 'join':
    case 'lookup':
    case 'union':
    case 'mv-apply':
    case 'partition':
      return headed(operator, nestingLines(operator, indent), indent);
    default:
      return headed(operator, plainOperatorLines(operator, indent), indent);
  }
}

function nestingLines(operator: NestingOperator, indent: number): Line[] {
  switch (operator.kind) {
    case 'join':
    case 'lookup':
      return joinLines(operator, indent);
    case 'union':
      return unionLines('| union', operator.queries, indent);
    case 'mv-apply':
      return [
        plain(`| mv-apply ${expandedColumns(operator.columns)} on (`, indent),
        ...pipelineLines(operator.operators, indent + INDENT),
        plain(')', indent),
      ];
    case 'partition':
      return [
        plain(`| partition hint.strategy=native by ${printExpression(operator.by)} (`, indent),
        ...pipelineLines(operator.operators, indent + INDENT),
        plain(')', indent),
      ];
  }
}

function joinLines(
  { kind, join, right, on }: Extract<Operator, { kind: 'join' | 'lookup' }>,
  indent: number,
): Line[] {
  const head = `| ${kind} kind=${join}`;
  const keys = on.map(printExpression).join(', ');
  const bare = bareSource(right);
  const flatText = `${head} ${bare} on ${keys}`;
  if (bare !== null && indent + flatText.length <= WIDTH) return [plain(flatText, indent)];
  return [
    plain(`${head} (`, indent),
    ...queryLines(right, indent + INDENT),
    plain(`) on ${keys}`, indent),
  ];
}

/** A subquery's operators. The first has no pipe before it. */
function pipelineLines(operators: readonly Operator[], indent: number): Line[] {
  const lines = operators.flatMap((operator) => operatorLines(operator, indent));
  const at = lines.findIndex((line) => line.text.trimStart().startsWith('| '));
  const first = lines[at];
  if (first) lines[at] = { text: first.text.replace('| ', ''), tags: first.tags };
  return lines;
}

function headed(operator: Operator, lines: Line[], indent: number): Line[] {
  return mark([...commentLines(operator.comment, indent), ...lines], operator.tags);
}
