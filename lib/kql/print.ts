import { ADD, AND, COMPARE, MULTIPLY, OR, PRIMARY, precedenceOf } from './precedence';
import { quoteName, quoteString } from './quote';
import type { Expression, Let, Operator, Query, QuerySource, SortKey, Tag } from './tree';
import { ORDER_OPERATORS } from './tree';

/**
 * Writes a query down as an analyst would. What fits stays on one line; what does not is broken at its
 * outermost structure first: one predicate a line with `and`/`or` leading, one list item a line.
 * `and` and `or` are left-recursive in Microsoft's parser, which refuses trees deeper than 500 (KS245),
 * so chains longer than MAX_CHAIN are printed as groups in parentheses.
 */
export const WIDTH = 100;
const INDENT = 4;
const MAX_CHAIN = 100;
const GROUP = 50;

export interface PrintedQuery {
  readonly text: string;
  /** One-based lines on which each tagged node stands, ascending. */
  readonly lines: ReadonlyMap<Tag, readonly number[]>;
}

interface Line {
  readonly text: string;
  tags: Tag[];
}

const ORDER: ReadonlySet<string> = new Set(ORDER_OPERATORS);

export function printQuery(query: Query): PrintedQuery {
  const printed = queryLines(query, 0);
  const lines = new Map<Tag, number[]>();
  printed.forEach((line, at) => {
    for (const tag of line.tags) {
      const known = lines.get(tag);
      if (!known) lines.set(tag, [at + 1]);
      else if (known[known.length - 1] !== at + 1) known.push(at + 1);
    }
  });
  return { text: printed.map((line) => line.text).join('\n'), lines };
}

/** An expression on one line, without its comments. */
export function printExpression(expression: Expression): string {
  const out = new FlatText(Number.POSITIVE_INFINITY, true);
  flat(expression, OR, out);
  return out.text;
}

// ---------------------------------------------------------------------------------------- queries

function queryLines(query: Query, indent: number): Line[] {
  const lines: Line[] = [];
  for (const definition of query.lets ?? []) lines.push(...letLines(definition, indent));
  lines.push(...sourceLines(query.source, indent));
  for (const operator of query.operators) lines.push(...operatorLines(operator, indent));
  return lines;
}

function letLines(definition: Let, indent: number): Line[] {
  const head = `let ${quoteName(definition.name)} = `;
  const lines = commentLines(definition.comment, indent);
  const { value } = definition;
  if ('kind' in value) lines.push(...layout(value, OR, head, indent, ';'));
  else if (definition.materialize) {
    lines.push(plain(`${head}materialize(`, indent));
    lines.push(...queryLines(value, indent + INDENT), plain(');', indent));
  } else {
    const inner = queryLines(value, indent);
    const first = inner[0];
    const last = inner.length - 1;
    if (first) inner[0] = { text: pad(indent) + head + first.text.trimStart(), tags: first.tags };
    const end = inner[last];
    if (end) inner[last] = { text: `${end.text};`, tags: end.tags };
    lines.push(...inner);
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
      lines.push(...layout({ kind: 'call', name: source.name, args: source.args }, OR, '', indent));
      break;
    case 'union': {
      const fuzzy = source.fuzzy ? ' isfuzzy=true' : '';
      const name = source.withSource ? ` withsource=${quoteName(source.withSource)}` : '';
      lines.push(...unionLines(`union${fuzzy}${name}`, source.queries, indent));
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
      return mark(whereLines(operator.predicate, operator.comment, indent), operator.tags);
    case 'extend':
    case 'project':
    case 'project-away':
    case 'project-keep':
    case 'project-rename':
    case 'distinct':
      return headed(operator, listing(`| ${operator.kind}`, operator.columns, indent), indent);
    case 'serialize':
      return headed(
        operator,
        operator.columns.length === 0
          ? [plain('| serialize', indent)]
          : listing('| serialize', operator.columns, indent),
        indent,
      );
    case 'summarize':
      return headed(operator, summarizeLines(operator, indent), indent);
    case 'join':
    case 'lookup': {
      const on = operator.on.map(printExpression).join(', ');
      const bare = bareSource(operator.right);
      const flatText = `| ${operator.kind} kind=${operator.join} ${bare} on ${on}`;
      if (bare !== null && indent + flatText.length <= WIDTH) {
        return headed(operator, [plain(flatText, indent)], indent);
      }
      const lines = [plain(`| ${operator.kind} kind=${operator.join} (`, indent)];
      lines.push(...queryLines(operator.right, indent + INDENT), plain(`) on ${on}`, indent));
      return headed(operator, lines, indent);
    }
    case 'union':
      return headed(operator, unionLines('| union', operator.queries, indent), indent);
    case 'sort':
      return headed(
        operator,
        [plain(`| sort by ${operator.keys.map(sortKey).join(', ')}`, indent)],
        indent,
      );
    case 'top':
      return headed(
        operator,
        [plain(`| top ${operator.count} by ${sortKey(operator.key)}`, indent)],
        indent,
      );
    case 'take':
      return headed(operator, [plain(`| take ${operator.count}`, indent)], indent);
    case 'count':
      return headed(operator, [plain('| count', indent)], indent);
    case 'mv-expand':
      return headed(
        operator,
        [plain(`| mv-expand ${operator.columns.map(expanded).join(', ')}`, indent)],
        indent,
      );
    case 'mv-apply': {
      const lines = [plain(`| mv-apply ${operator.columns.map(expanded).join(', ')} on (`, indent)];
      lines.push(...pipeline(operator.operators, indent + INDENT), plain(')', indent));
      return headed(operator, lines, indent);
    }
    case 'partition': {
      const lines = [
        plain(`| partition hint.strategy=native by ${printExpression(operator.by)} (`, indent),
      ];
      lines.push(...pipeline(operator.operators, indent + INDENT), plain(')', indent));
      return headed(operator, lines, indent);
    }
    case 'parse-kv': {
      const columns = operator.columns.map(({ name, type }) => `${quoteName(name)}: ${type}`);
      const head = `| parse-kv ${printExpression(operator.source)} as (`;
      const tail = `) with (regex=${quoteString(operator.regex)})`;
      const flatText = head + columns.join(', ') + tail;
      const lines =
        indent + flatText.length <= WIDTH
          ? [plain(flatText, indent)]
          : [
              plain(head, indent),
              ...columns.map((text, at) =>
                plain(text + (at < columns.length - 1 ? ',' : ''), indent + INDENT),
              ),
              plain(tail, indent),
            ];
      return headed(operator, lines, indent);
    }
    case 'raw': {
      const [first = '', ...rest] = operator.text.split('\n');
      return headed(
        operator,
        [plain(`| ${first}`, indent), ...rest.map((text) => plain(text, indent))],
        indent,
      );
    }
  }
}

/** A subquery's operators, where the first has no pipe before it. */
function pipeline(operators: readonly Operator[], indent: number): Line[] {
  const lines = operators.flatMap((operator) => operatorLines(operator, indent));
  const at = lines.findIndex((line) => line.text.trimStart().startsWith('| '));
  const first = lines[at];
  if (first) lines[at] = { text: first.text.replace('| ', ''), tags: first.tags };
  return lines;
}

function headed(operator: Operator, lines: Line[], indent: number): Line[] {
  return mark([...commentLines(operator.comment, indent), ...lines], operator.tags);
}

function whereLines(predicate: Expression, comment: string | undefined, indent: number): Line[] {
  const above = commentLines(comment, indent);
  const one = flatLine(predicate, OR, '| where ', indent, '', true);
  if (one) {
    const behind = predicate.comment === undefined ? '' : ` // ${commentText(predicate.comment)}`;
    if (one.text.length + behind.length <= WIDTH) {
      return [...above, { text: one.text + behind, tags: one.tags }];
    }
  }
  if (hasLeadingComment(predicate)) {
    const lines = [...above, plain('| where', indent)];
    lines.push(...commentLines(predicate.comment, indent + INDENT));
    const inner = layout(uncommented(predicate), OR, '', indent + INDENT);
    return [...lines, ...inner];
  }
  return [...above, ...layout(predicate, OR, '| where ', indent, '', INDENT)];
}

function hasLeadingComment(expression: Expression): boolean {
  if (expression.comment !== undefined) return true;
  if (expression.kind !== 'and' && expression.kind !== 'or') return false;
  const first = expression.of[0];
  return first !== undefined && hasLeadingComment(first);
}

function listing(head: string, columns: readonly Expression[], indent: number): Line[] {
  const out = new FlatText(WIDTH - indent - head.length - 1, false);
  const tags: Tag[] = [];
  columns.forEach((value, at) => {
    if (at > 0) out.add(', ');
    flat(value, OR, out);
  });
  if (!out.over)
    return [{ text: `${pad(indent)}${head} ${out.text}`, tags: tags.concat(out.tags) }];
  const only = columns[0];
  if (only && columns.length === 1) return layout(only, OR, `${head} `, indent);
  return [plain(head, indent), ...itemLines(columns, indent + INDENT)];
}

function itemLines(items: readonly Expression[], indent: number): Line[] {
  return items.flatMap((item, at) => [
    ...commentLines(item.comment, indent),
    ...layout(uncommented(item), OR, '', indent, at < items.length - 1 ? ',' : ''),
  ]);
}

function summarizeLines(
  operator: Extract<Operator, { kind: 'summarize' }>,
  indent: number,
): Line[] {
  const { aggregates, by } = operator;
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
  if (by.length > 0) lines.push(...listing('by', by, indent + INDENT));
  return lines;
}

function sortKey(key: SortKey): string {
  const nulls = key.nulls ? ` nulls ${key.nulls}` : '';
  return `${printExpression(key.by)} ${key.order}${nulls}`;
}

function expanded(column: { value: Expression; type?: string }): string {
  const type = column.type ? ` to typeof(${column.type})` : '';
  return printExpression(column.value) + type;
}

// ------------------------------------------------------------------------------------ expressions

/** Text collected up to a width; a comment inside makes it too wide, since it needs its own line. */
class FlatText {
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

function flat(expression: Expression, context: number, out: FlatText): void {
  if (out.over) return;
  if (expression.comment !== undefined && !out.ignoreComments) {
    out.over = true;
    return;
  }
  if (expression.tags) out.tags.push(...expression.tags);
  const wrap = levelOf(expression) < context;
  if (wrap) out.add('(');
  flatInner(expression, out);
  if (wrap) out.add(')');
}

function flatInner(expression: Expression, out: FlatText): void {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const level = expression.kind === 'and' ? AND : OR;
      if (expression.of.length > MAX_CHAIN) {
        // Grouped by `layout`; so long a chain has no one-line form unless asked for.
        if (out.width !== Number.POSITIVE_INFINITY) {
          out.over = true;
          return;
        }
        flatInner({ kind: expression.kind, of: grouped(expression.kind, expression.of) }, out);
        return;
      }
      expression.of.forEach((part, at) => {
        if (at > 0) out.add(` ${expression.kind} `);
        flat(part, isGroup(part) ? PRIMARY : level, out);
      });
      return;
    }
    case 'not':
      out.add('not(');
      flat(expression.of, OR, out);
      out.add(')');
      return;
    case 'compare': {
      const level = operandLevel(expression.operator);
      flat(expression.left, level, out);
      out.add(` ${expression.operator} `);
      flat(expression.right, level, out);
      return;
    }
    case 'list':
      flat(expression.left, PRIMARY, out);
      out.add(` ${expression.operator} (`);
      commas(expression.values, out);
      out.add(')');
      return;
    case 'between':
      flat(expression.left, PRIMARY, out);
      out.add(expression.negated ? ' !between (' : ' between (');
      flat(expression.low, ADD, out);
      out.add(' .. ');
      flat(expression.high, ADD, out);
      out.add(')');
      return;
    case 'arithmetic': {
      const level = levelOf(expression);
      flat(expression.left, level, out);
      out.add(` ${expression.operator} `);
      flat(expression.right, level + 1, out);
      return;
    }
    case 'call':
      out.add(`${quoteName(expression.name)}(`);
      commas(expression.args, out);
      out.add(')');
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
      out.add(leaf(expression));
  }
}

type Leaf = Extract<
  Expression,
  {
    kind:
      | 'column'
      | 'string'
      | 'number'
      | 'bool'
      | 'datetime'
      | 'timespan'
      | 'dynamic'
      | 'null'
      | 'star'
      | 'raw';
  }
>;

function leaf(expression: Leaf): string {
  switch (expression.kind) {
    case 'column':
      return quoteName(expression.name);
    case 'string':
      return quoteString(expression.value);
    case 'number':
      return numberText(expression.value);
    case 'bool':
      return String(expression.value);
    case 'datetime':
      return `datetime(${expression.value})`;
    case 'timespan':
      return timespanText(expression.seconds);
    case 'dynamic':
      return `dynamic(${dynamicText(expression.value)})`;
    case 'null':
      return `${expression.type}(null)`;
    case 'star':
      return '*';
    case 'raw':
      return expression.text.trim();
  }
}

function commas(items: readonly Expression[], out: FlatText): void {
  items.forEach((item, at) => {
    if (at > 0) out.add(', ');
    flat(item, OR, out);
  });
}

function operandLevel(operator: string): number {
  return ORDER.has(operator) ? ADD : PRIMARY;
}

function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case 'or':
      return expression.of.length === 1 ? PRIMARY : OR;
    case 'and':
      return expression.of.length === 1 ? PRIMARY : AND;
    case 'compare':
    case 'list':
    case 'between':
      return COMPARE;
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? ADD : MULTIPLY;
    case 'number':
      return expression.value < 0 ? MULTIPLY : PRIMARY;
    case 'timespan':
      return expression.seconds < 0 ? MULTIPLY : PRIMARY;
    case 'raw':
      return precedenceOf(expression.text.trim());
    default:
      return PRIMARY;
  }
}

/** The expression on as many lines as it needs; `hang` is how far later lines stand in. */
function layout(
  expression: Expression,
  context: number,
  prefix: string,
  indent: number,
  suffix = '',
  hang = 0,
): Line[] {
  const one = flatLine(expression, context, prefix, indent, suffix, false);
  if (one) return [one];
  return mark(broken(expression, context, prefix, indent, suffix, hang), expression.tags);
}

function broken(
  expression: Expression,
  context: number,
  prefix: string,
  indent: number,
  suffix: string,
  hang: number,
): Line[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      if (levelOf(expression) < context || isGroup(expression)) {
        return [
          plain(`${prefix}(`, indent),
          ...chainLines(expression, '', indent + hang + INDENT, 0),
          plain(`)${suffix}`, indent + hang),
        ];
      }
      return withSuffix(chainLines(expression, prefix, indent, hang), suffix);
    case 'not':
      return enclosed(`${prefix}not(`, [expression.of], indent, hang, `)${suffix}`);
    case 'call':
      if (expression.args.length === 0) break;
      return enclosed(
        `${prefix}${quoteName(expression.name)}(`,
        expression.args,
        indent,
        hang,
        `)${suffix}`,
      );
    case 'list': {
      const left = new FlatText(Number.POSITIVE_INFINITY, true);
      flat(expression.left, PRIMARY, left);
      const head = `${prefix}${left.text} ${expression.operator} (`;
      return enclosed(head, expression.values, indent, hang, `)${suffix}`);
    }
    case 'named':
      return layout(
        expression.value,
        OR,
        `${prefix}${quoteName(expression.name)} = `,
        indent,
        suffix,
      );
    case 'compare': {
      const level = operandLevel(expression.operator);
      const isCall = (side: Expression) => side.kind === 'call' && side.args.length > 0;
      if (isCall(expression.left) && !isCall(expression.right)) {
        const right = new FlatText(Number.POSITIVE_INFINITY, true);
        flat(expression.right, level, right);
        const tail = ` ${expression.operator} ${right.text}${suffix}`;
        // Breaking the call would not help where the other side alone is too long.
        if (indent + hang + tail.length <= WIDTH) {
          return layout(expression.left, level, prefix, indent, tail, hang);
        }
      }
      break;
    }
    case 'dynamic':
      if (Array.isArray(expression.value) && expression.value.length > 0) {
        const { length } = expression.value;
        return [
          plain(`${prefix}dynamic([`, indent),
          ...expression.value.map((item, at) =>
            plain(dynamicText(item) + (at < length - 1 ? ',' : ''), indent + hang + INDENT),
          ),
          plain(`])${suffix}`, indent + hang),
        ];
      }
      break;
    default:
      break;
  }
  const out = new FlatText(Number.POSITIVE_INFINITY, true);
  flat(expression, context, out);
  return [{ text: pad(indent) + prefix + out.text + suffix, tags: out.tags }];
}

function enclosed(
  head: string,
  items: readonly Expression[],
  indent: number,
  hang: number,
  tail: string,
): Line[] {
  const lines = [plain(head, indent), ...itemLines(items, indent + hang + INDENT)];
  lines.push(plain(tail, indent + hang));
  return lines;
}

function chainLines(
  chain: Extract<Expression, { kind: 'and' | 'or' }>,
  prefix: string,
  indent: number,
  hang: number,
): Line[] {
  const level = chain.kind === 'and' ? AND : OR;
  const parts = chain.of.length > MAX_CHAIN ? grouped(chain.kind, chain.of) : chain.of;
  const lines: Line[] = [];
  parts.forEach((part, at) => {
    const lead = at === 0 ? prefix : `${chain.kind} `;
    const at0 = at === 0 ? indent : indent + hang;
    lines.push(...commentLines(part.comment, at0));
    const bare = uncommented(part);
    const hung = at === 0 ? hang : 0;
    if (bare.kind === chain.kind && !isGroup(bare)) {
      lines.push(...mark(chainLines(bare, lead, at0, hung), bare.tags));
      return;
    }
    const context = level + (bare.kind === chain.kind ? 1 : 0);
    // Over several lines nobody sees that `and` binds tighter than the `or` before it.
    const hides = chain.kind === 'or' && bare.kind === 'and';
    const breaks = hides && !flatLine(bare, context, lead, at0, '', false);
    lines.push(...layout(bare, breaks ? PRIMARY : context, lead, at0, '', hung));
  });
  return lines;
}

const GROUPS = new WeakSet<Expression>();

function isGroup(expression: Expression): boolean {
  return GROUPS.has(expression);
}

/** The chain as groups of groups, so that no level is longer than MAX_CHAIN. */
function grouped(kind: 'and' | 'or', of: readonly Expression[]): readonly Expression[] {
  const size = Math.max(GROUP, Math.ceil(of.length / MAX_CHAIN));
  const groups: Expression[] = [];
  for (let at = 0; at < of.length; at += size) {
    const members = of.slice(at, at + size);
    const group: Expression = {
      kind,
      of: members.length > MAX_CHAIN ? grouped(kind, members) : members,
    };
    GROUPS.add(group);
    groups.push(group);
  }
  return groups;
}

function flatLine(
  expression: Expression,
  context: number,
  prefix: string,
  indent: number,
  suffix: string,
  ownCommentAside: boolean,
): Line | null {
  const out = new FlatText(WIDTH - indent - prefix.length - suffix.length, false);
  flat(ownCommentAside ? uncommented(expression) : expression, context, out);
  if (out.over) return null;
  const text = pad(indent) + prefix + out.text + suffix;
  return text.includes('\n') ? null : { text, tags: out.tags };
}

function uncommented(expression: Expression): Expression {
  if (expression.comment === undefined) return expression;
  const { comment: _, ...rest } = expression;
  return rest as Expression;
}

// ------------------------------------------------------------------------------------------ parts

function numberText(value: number | bigint): string {
  if (typeof value === 'bigint') {
    const fits = value >= -(2n ** 63n) && value < 2n ** 63n;
    return fits ? String(value) : `decimal(${value})`;
  }
  if (Number.isNaN(value)) return 'real(nan)';
  if (!Number.isFinite(value)) return value > 0 ? 'real(+inf)' : 'real(-inf)';
  if (Object.is(value, -0)) return '0';
  const text = String(value);
  // A whole number beyond what a long holds exactly is a real.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.e]/.test(text)
    ? `${text}.0`
    : text;
}

const UNITS = [
  [86400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const;

function timespanText(seconds: number): string {
  for (const [size, unit] of UNITS) {
    if (seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${Math.round(seconds * 1000)}ms`;
}

/** JSON, which dynamic literals are, with everything that does not print escaped. */
function dynamicText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dynamicText).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).map(
      ([key, item]) => `${jsonString(key)}: ${dynamicText(item)}`,
    );
    return `{${pairs.join(', ')}}`;
  }
  if (typeof value === 'string') return jsonString(value);
  return JSON.stringify(value) ?? 'null';
}

function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) => {
    let out = '';
    for (let at = 0; at < found.length; at++) {
      out += `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return out;
  });
}

function commentText(comment: string): string {
  return comment.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function commentLines(comment: string | undefined, indent: number): Line[] {
  return comment === undefined ? [] : [plain(`// ${commentText(comment)}`.trimEnd(), indent)];
}

function withSuffix(lines: Line[], suffix: string): Line[] {
  const last = lines[lines.length - 1];
  if (suffix && last) lines[lines.length - 1] = { text: last.text + suffix, tags: last.tags };
  return lines;
}

function mark(lines: Line[], tags: readonly Tag[] | undefined): Line[] {
  if (tags) for (const line of lines) line.tags.push(...tags);
  return lines;
}

function plain(text: string, indent: number): Line {
  return { text: pad(indent) + text, tags: [] };
}

function pad(indent: number): string {
  return ' '.repeat(indent);
}
