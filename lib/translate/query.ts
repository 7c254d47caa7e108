import {
  and,
  commented,
  type Expression,
  type Let,
  named,
  type Operator,
  printQuery,
  type Query,
  quoteString,
  raw,
  tagged,
} from '@/lib/kql';
import { addAll } from '@/lib/long-lists';
import type { Target } from '@/lib/target';
import { compactLists } from './compact';
import type { LoweringContext } from './lower/context';
import { parserArguments } from './prefilter/parser-arguments';
import { prefilterOf } from './prefilter/prefilter';
import type { TraceLine } from './types';
import { exampleValue } from './value-lists';

/** The tag of the table's own filter, greater than any trace index. */
export const TABLE_FILTER = 1_000_000;
/** The comment of the filter that only makes the query fast. The glossary explains the word. */
export const PREFILTER = 'prefilter';
/** A filter that parses each row, which is better done on the few that the index found. */
const READS_JSON = /\bparse_json\(|\btostring\(/;
/** The operator of a trace line that the table's own filter carries. */
export const EVERY_ROW = 'every row';

/**
 * The query of a lowered condition: the table, its filter, terms that an index finds, the tests on plain
 * columns, then computed columns (once each, and only those used), then the other tests. A computed column
 * may run a regular expression on each row, so filters come before it; so do the terms before a filter that
 * reads JSON.
 */
export function buildQuery(
  table: string,
  lowered: Expression,
  context: LoweringContext,
  target: Target,
): Query {
  const { columns } = context.variant;
  const predicate = compactLists(
    lowered,
    (name) =>
      columns[name] === 'string' || (context.extended.has(name) && !Object.hasOwn(columns, name)),
  );
  const { where } = context.variant;
  const operators: Operator[] = where.map((text): Operator => {
    const filter: Operator = { kind: 'where', predicate: raw(text) };
    return tagged(filter, TABLE_FILTER);
  });
  const prefiltered = { columns, computed: context.extended };
  const isParser = context.variant.workspaceTable !== null;
  const args = context.variant.arguments.map(raw);
  if (isParser) addAll(args, parserArguments(lowered, prefiltered, context.variant.filters));
  // The columns of a parser have no index.
  const prefilter = isParser ? null : prefilterOf(lowered, prefiltered);
  if (prefilter) {
    const reads = where.findIndex((text) => READS_JSON.test(text));
    const at = reads < 0 ? where.length : reads;
    operators.splice(at, 0, { kind: 'where', predicate: commented(prefilter, PREFILTER) });
  }
  const used = new Set<string>();
  const early: Expression[] = [];
  const late: Expression[] = [];
  const needsComputed = (part: Expression): boolean => {
    const computed = [...columnsIn(part)].filter((name) => context.extended.has(name));
    for (const name of computed) used.add(name);
    return computed.length > 0;
  };
  for (const part of conjuncts(predicate)) {
    if (part.kind === 'and' && part.comment !== undefined && !part.tags) {
      // A selection: its cheap tests come first, also under its name.
      const computedParts = part.of.filter(needsComputed);
      const plainParts = part.of.filter((child) => !computedParts.includes(child));
      if (plainParts.length > 0) early.push(commented(and(...plainParts), part.comment));
      if (computedParts.length > 0) late.push(commented(and(...computedParts), part.comment));
    } else (needsComputed(part) ? late : early).push(part);
  }
  if (early.length > 0 && !isTrue(early)) {
    operators.push({ kind: 'where', predicate: and(...early) });
  }
  if (used.size > 0) {
    const columns = [...context.extended]
      .filter(([name]) => used.has(name))
      .map(([name, text]) => named(name, raw(text)));
    operators.push({ kind: 'extend', columns });
    operators.push({ kind: 'where', predicate: and(...late) });
  }
  const lets = valueListsIn(predicate, context, target);
  return {
    ...(lets.length > 0 ? { lets } : {}),
    source: args.length > 0 ? { kind: 'call', name: table, args } : { kind: 'table', name: table },
    operators,
  };
}

/** The lists that a condition compares with, each with an example value. */
function valueListsIn(predicate: Expression, context: LoweringContext, target: Target): Let[] {
  if (context.valueLists.size === 0) return [];
  const used = columnsIn(predicate);
  return [...context.valueLists]
    .filter(([name]) => used.has(name))
    .map(([name, placeholder]) => {
      const watchlist = target === 'defender-xdr' ? '' : `, or ${watchlistOf(placeholder)}`;
      return {
        name,
        value: { kind: 'dynamic', value: [exampleValue(placeholder)] },
        comment: `%${placeholder}%: put your values here${watchlist}`,
      };
    });
}

/** The values as a Sentinel watchlist, whose SearchKey holds one value per item. */
export function watchlistOf(placeholder: string): string {
  return `_GetWatchlist(${quoteString(placeholder)}) | project SearchKey`;
}

function conjuncts(predicate: Expression): readonly Expression[] {
  const splits = predicate.kind === 'and' && predicate.comment === undefined && !predicate.tags;
  return splits ? predicate.of : [predicate];
}

function isTrue(parts: readonly Expression[]): boolean {
  const only = parts[0];
  return parts.length === 1 && only?.kind === 'bool' && only.value;
}

/** The columns that an expression names, in the order of their first use. */
export function columnsIn(expression: Expression): ReadonlySet<string> {
  const found = new Set<string>();
  collectColumns(expression, found);
  return found;
}

function collectColumns(expression: Expression, into: Set<string>): void {
  switch (expression.kind) {
    case 'column':
      into.add(expression.name);
      return;
    case 'compare':
    case 'arithmetic':
      collectColumns(expression.left, into);
      collectColumns(expression.right, into);
      return;
    case 'list':
      collectColumns(expression.left, into);
      for (const value of expression.values) collectColumns(value, into);
      return;
    case 'between':
      collectColumns(expression.left, into);
      return;
    case 'and':
    case 'or':
      for (const part of expression.of) collectColumns(part, into);
      return;
    case 'not':
      collectColumns(expression.of, into);
      return;
    case 'call':
      for (const argument of expression.args) collectColumns(argument, into);
      return;
    default:
      return;
  }
}

/** Prints a query and adds its lines to the trace. A trace entry without lines was left out of the query. */
export function printTraced(
  query: Query,
  context: LoweringContext,
): { kql: string; trace: TraceLine[] } {
  const printed = printQuery(query);
  const filterLines = printed.lines.get(TABLE_FILTER) ?? [1];
  const trace: TraceLine[] = [];
  context.trace.forEach((line, tag) => {
    const lines = line.operator === EVERY_ROW ? filterLines : printed.lines.get(tag);
    if (!lines) return;
    line.kqlLines = lines;
    trace.push(line);
  });
  return { kql: printed.text, trace };
}
