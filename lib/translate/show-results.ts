import { column, type Expression, named, type Operator, type Query, raw } from '@/lib/kql';
import { KEYWORDS, type LoweringContext } from './lower/context';
import { columnsIn } from './query';

/**
 * The query with its result in the order in which an analyst reads it: when, where, who, what happened,
 * what the rule tests, the record's ids. Nothing is lost. A table whose rows are text gets the fields that
 * describe the event as columns. Where keywords are looked for in a text made of columns, those are shown.
 */
export function showResults(query: Query, predicate: Expression, context: LoweringContext): Query {
  const { shown, columns, field } = context.variant;
  const made = new Set(query.operators.flatMap(namesMade));
  const parsed: string[] = [];
  const columnOf = (name: string): string[] => {
    const found = field(name);
    if (found?.kind !== 'value' && found?.kind !== 'values' && found?.kind !== 'registry-data') {
      return [];
    }
    if (!found.isColumn && !shown.parsed) return [];
    const { expression } = context.columnOf(name, found);
    if (expression.kind !== 'column') return [];
    if (context.extended.has(expression.name) && !made.has(expression.name)) {
      parsed.push(expression.name);
    }
    return [expression.name];
  };
  const tested = [...columnsIn(predicate)].filter(
    (name) => Object.hasOwn(columns, name) || (made.has(name) && name !== KEYWORDS),
  );
  const searched = columnsIn(predicate).has(KEYWORDS) ? context.extended.get(KEYWORDS) : undefined;
  const texts = searched === undefined ? [] : namesIn(searched);
  const first = new Set([
    ...shown.first,
    ...shown.fields.flatMap(columnOf),
    ...tested,
    ...texts.filter((name) => Object.hasOwn(columns, name)),
    ...(shown.message === null ? [] : [shown.message]),
  ]);
  const names = [...[...first].filter((name) => !shown.last.includes(name)), ...shown.last];
  if (names.length === 0) return query;
  const operators: Operator[] = [...query.operators];
  if (parsed.length > 0) {
    const computed = parsed.map((name) => named(name, raw(context.extended.get(name) ?? name)));
    operators.push({ kind: 'extend', columns: computed });
  }
  operators.push({ kind: 'project-reorder', columns: names.map((name) => column(name)) });
  return { ...query, operators };
}

function namesMade(operator: Operator): string[] {
  if (operator.kind !== 'extend') return [];
  return operator.columns.flatMap((one) => (one.kind === 'named' ? one.name : []));
}

/** The identifiers of an expression, outside of its strings. */
function namesIn(kql: string): string[] {
  return kql.replace(/@?'[^']*'|@?"[^"]*"/g, ' ').match(/[A-Za-z_]\w*/g) ?? [];
}
