import type { QueryFacts } from '@/lib/kql/query-facts';
import { resultColumnTest } from '@/lib/kql/result-columns';
import { largest } from '@/lib/long-lists';
import type { EntityColumns, Identifiers, MadeColumn, TableEntities } from './knowledge';
import type { EntityMapping, GraphEntity } from './types';

export interface ChosenEntities {
  readonly entities: readonly EntityMapping[];
  readonly graphEntities: readonly GraphEntity[];
  /** Lines that make the columns that the entities need, to be appended to the query. Empty without. */
  readonly lines: string;
}

/** Which entities the result of a query has. Of two made columns with one name, the later that can be made. */
export function chooseEntities(
  kql: string,
  facts: QueryFacts,
  table: TableEntities,
  identifiers: { readonly sentinel: Identifiers; readonly graph: Identifiers },
): ChosenEntities {
  const has = columnTest(facts, table);
  const made = new Map<string, MadeColumn>();
  for (const column of table.made) {
    if (!mayFind(kql, column)) continue;
    if (column.needs.every((name) => has(name) || made.has(name))) made.set(column.column, column);
  }
  const isThere = (name: string) => has(name) || made.has(name);
  const entities = table.entities.flatMap((one) => identified(one, identifiers.sentinel, isThere));
  const graph = table.graph.flatMap((one) => identified(one, identifiers.graph, isThere));
  const used = [...entities, ...graph].flatMap(({ columns }) => [...columns.values()]);
  return {
    entities: entities.map(({ type, columns }) => ({
      type,
      fields: [...columns].map(([identifier, column]) => ({ identifier, column })),
    })),
    graphEntities: graph.map(({ type, columns }) => ({
      collection: type,
      columns: [...columns].map(([property, column]) => ({ property, column })),
    })),
    lines: extendLines(used, made),
  };
}

/** Whether the events that a made column is for are among those that a query finds, by the ids that it names. */
function mayFind(kql: string, { events }: MadeColumn): boolean {
  if (!events || !/\bEventID\b/.test(kql)) return true;
  const words = new Set(kql.match(/\w+/g));
  return events.some((event) => words.has(String(event)));
}

/** Whether the result of a query has a column that the table's entry names. */
export function columnTest(
  facts: QueryFacts,
  source: Pick<TableEntities, 'tables' | 'computed'>,
): (column: string) => boolean {
  const has = resultColumnTest(facts, source);
  // Columns called so are made for entities; no table passes them.
  const own = new Set(facts.columns);
  return (column) => (column.startsWith('Entity') ? own.has(column) : has(column));
}

/** The entity with the identifiers whose columns are there, if they are enough. */
function identified(
  { type, columns }: EntityColumns,
  identifiers: Identifiers,
  isThere: (column: string) => boolean,
): EntityColumns[] {
  const kept = new Map([...columns].filter(([, column]) => isThere(column)));
  const sets = identifiers.get(type)?.needs ?? [];
  const isEnough = sets.some((set) => set.every((identifier) => kept.has(identifier)));
  return isEnough ? [{ type, columns: kept }] : [];
}

/** A column cannot refer to another of the same `extend`, so each depth has its own. */
function extendLines(used: readonly string[], made: ReadonlyMap<string, MadeColumn>): string {
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const column = made.get(name);
    if (!column) return 0;
    const depth = depths.get(name) ?? 1 + largest(column.needs.map(depthOf), 0);
    depths.set(name, depth);
    return depth;
  };
  const deepest = largest(used.map(depthOf), 0);
  const blocks = Array.from({ length: deepest }, (_, at) =>
    [...made.values()].filter(({ column }) => depths.get(column) === at + 1),
  );
  if (blocks.length === 0) return '';
  const statements = blocks.map(
    (columns) =>
      `| extend\n${columns.map(({ column, expression }) => `    ${column} = ${expression}`).join(',\n')}`,
  );
  return ['// Columns for the entities', ...statements].join('\n');
}
