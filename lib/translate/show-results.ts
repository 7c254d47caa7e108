import { and, column, type Expression, named, type Operator, type Query, raw } from '@/lib/kql';
import { type Column, KEYWORDS, type LoweringContext } from './lower/context';
import { columnsIn } from './query';

/**
 * The query with its result in the order in which an analyst reads it: when, where, who, what happened,
 * what the rule tests, the record's ids. Nothing is lost. A table whose rows are text gets the fields that
 * describe the event as columns. Where keywords are looked for in a text made of columns, those are shown.
 */
export function showResults(query: Query, predicate: Expression, context: LoweringContext): Query {
  const { shown } = context.variant;
  const finder = columnFinder(query, context);
  const names = firstColumns(predicate, context, finder).filter(
    (name) => !shown.last.includes(name),
  );
  const ordered = [...names, ...shown.last];
  if (ordered.length === 0) return query;
  const shownFirst: Operator = {
    kind: 'project-reorder',
    columns: ordered.map((name) => column(name)),
  };
  return { ...query, operators: [...query.operators, ...finder.extends(), shownFirst] };
}

/** The query, and the columns of its result with these fields; without any, those that describe an event first. */
export function withFields(
  query: Query,
  fields: readonly string[],
  context: LoweringContext,
): { query: Query; columns: readonly string[] } {
  const finder = columnFinder(query, context);
  const predicates = query.operators.flatMap((one) => (one.kind === 'where' ? one.predicate : []));
  const columns =
    fields.length > 0
      ? fields.flatMap((field) => [...finder.columnOf(field, true), ...finder.hashOf(field)])
      : firstColumns(and(...predicates), context, finder);
  return {
    query: { ...query, operators: [...query.operators, ...finder.extends()] },
    columns: [...new Set(columns)],
  };
}

interface ColumnFinder {
  /** The column with a field, if the result can have one; `parsed`: even if it must be computed. */
  columnOf(field: string, parsed: boolean): string[];
  /** Of a field with all hashes of a file, the column that holds them, or the one with the strongest. */
  hashOf(field: string): string[];
  readonly made: ReadonlySet<string>;
  /** Makes the columns that were found and are not made yet. */
  extends(): Operator[];
}

const STRONGEST = ['SHA256', 'SHA1', 'MD5'];

function columnFinder(query: Query, context: LoweringContext): ColumnFinder {
  const made = new Set(query.operators.flatMap(namesMade));
  const parsed = new Set<string>();
  const shownAs = ({ expression }: Column): string[] => {
    if (expression.kind !== 'column') return [];
    if (context.extended.has(expression.name) && !made.has(expression.name)) {
      parsed.add(expression.name);
    }
    return [expression.name];
  };
  return {
    made,
    columnOf(name, isParsed) {
      const found = context.variant.field(name);
      if (found?.kind !== 'value' && found?.kind !== 'values' && found?.kind !== 'registry-data') {
        return [];
      }
      if (!found.isColumn && !isParsed) return [];
      return shownAs(context.columnOf(name, found));
    },
    hashOf(name) {
      const found = context.variant.field(name);
      if (found?.kind !== 'hashes') return [];
      if (found.whole) return shownAs(context.columnOf(name, found.whole));
      const strongest = STRONGEST.find((algorithm) => found.columns.has(algorithm));
      const computed = strongest && found.columns.get(strongest);
      if (!computed) return [];
      return shownAs(context.columnOf(`${name} ${strongest}`, computed, strongest));
    },
    extends() {
      if (parsed.size === 0) return [];
      const columns = [...parsed].map((name) =>
        named(name, raw(context.extended.get(name) ?? name)),
      );
      return [{ kind: 'extend', columns }];
    },
  };
}

/** What a result shows first: when, where, who, what happened, what is tested. */
function firstColumns(
  predicate: Expression,
  context: LoweringContext,
  { columnOf, made }: ColumnFinder,
): string[] {
  const { shown, columns } = context.variant;
  const described = shown.fields.flatMap((field) => columnOf(field, shown.parsed));
  const tested = [...columnsIn(predicate)].filter(
    (name) => Object.hasOwn(columns, name) || (made.has(name) && name !== KEYWORDS),
  );
  const searched = columnsIn(predicate).has(KEYWORDS) ? context.extended.get(KEYWORDS) : undefined;
  const texts = searched === undefined ? [] : namesIn(searched);
  return [
    ...new Set([
      ...shown.first,
      ...described,
      ...tested,
      ...texts.filter((name) => Object.hasOwn(columns, name)),
      ...(shown.message === null ? [] : [shown.message]),
    ]),
  ];
}

function namesMade(operator: Operator): string[] {
  if (operator.kind !== 'extend') return [];
  return operator.columns.flatMap((one) => (one.kind === 'named' ? one.name : []));
}

/** The identifiers of an expression, outside of its strings. */
function namesIn(kql: string): string[] {
  return kql.replace(/@?'[^']*'|@?"[^"]*"/g, ' ').match(/[A-Za-z_]\w*/g) ?? [];
}
