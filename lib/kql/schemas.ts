import type { Target } from '@/lib/target';
import type { ScalarType } from './tree';
import { SCALAR_TYPES } from './tree';

/** Column → type. */
export type Columns = Readonly<Record<string, ScalarType>>;

/** A parameter of a parser that looks for terms. One whose name ends in `_has_all` needs all of them. */
export interface ParserFilter {
  /** The column in which it looks for them. */
  readonly column: string;
  /**
   * The rows whose sources are all known to do so, as filters of which a query must have one; null for
   * every row.
   */
  readonly rows: readonly string[] | null;
}

/** Parameter → what it does. */
export type ParserFilters = Readonly<Record<string, ParserFilter>>;

/** A function that returns normalised events: an ASIM unifying parser. */
export interface Parser {
  /** The name under which the repository's deployment installs it: `imProcessCreate`. */
  readonly workspace: string;
  readonly parameters: Columns;
  readonly columns: Columns;
  readonly filters: ParserFilters;
}

export interface Schemas {
  readonly logAnalytics: Readonly<Record<string, Columns>>;
  readonly defenderXdr: Readonly<Record<string, Columns>>;
  /** Built-in name (`_Im_ProcessCreate`) → parser. */
  readonly asim: Readonly<Record<string, Parser>>;
}

const TYPES: ReadonlySet<unknown> = new Set(SCALAR_TYPES);

function record(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`${where} is not a JSON object`);
  }
  return value as Readonly<Record<string, unknown>>;
}

function readColumns(value: unknown, where: string): Columns {
  const columns = record(value, where);
  for (const [name, type] of Object.entries(columns)) {
    if (!TYPES.has(type)) throw new Error(`${where}: ${name} has no known type`);
  }
  return columns as Columns;
}

function readTables(value: unknown, where: string): Readonly<Record<string, Columns>> {
  const tables = record(value, where);
  for (const [name, columns] of Object.entries(tables)) readColumns(columns, `${where} ${name}`);
  return tables as Readonly<Record<string, Columns>>;
}

/** The schema files of `content/schemas`, parsed; throws if one is malformed. */
export function readSchemas(files: {
  readonly logAnalytics: unknown;
  readonly defenderXdr: unknown;
  readonly asim: unknown;
  readonly asimFilters?: unknown;
}): Schemas {
  const filters = readFilters(files.asimFilters ?? {});
  const asim: Record<string, Parser> = {};
  for (const [name, value] of Object.entries(record(files.asim, 'asim.json'))) {
    const parser = record(value, `asim.json ${name}`);
    if (typeof parser.workspace !== 'string') throw new Error(`asim.json ${name}: no workspace`);
    asim[name] = {
      workspace: parser.workspace,
      parameters: readColumns(parser.parameters, `asim.json ${name} parameters`),
      columns: readColumns(parser.columns, `asim.json ${name} columns`),
      filters: Object.fromEntries(filters.get(name) ?? []),
    };
  }
  return {
    logAnalytics: readTables(files.logAnalytics, 'log-analytics.json'),
    defenderXdr: readTables(files.defenderXdr, 'defender-xdr.json'),
    asim,
  };
}

/** Parser → its parameters that never lose a row, at least of some sources. */
function readFilters(value: unknown): ReadonlyMap<string, ReadonlyMap<string, ParserFilter>> {
  const parsers = Object.entries(record(value, 'asim-filters.json'));
  return new Map(
    parsers.map(([name, parser]) => {
      const where = `asim-filters.json ${name}`;
      const { parameters } = record(parser, where);
      const filters = Object.entries(record(parameters, where)).flatMap(([parameter, entry]) => {
        const filter = readFilter(record(entry, `${where} ${parameter}`), `${where}: ${parameter}`);
        return filter ? [[parameter, filter] as const] : [];
      });
      return [name, new Map(filters)];
    }),
  );
}

function readFilter(entry: Readonly<Record<string, unknown>>, where: string): ParserFilter | null {
  const { column, rows = null } = entry;
  if (column === null) return null;
  if (typeof column !== 'string') throw new Error(`${where} has no column`);
  if (rows === null) return { column, rows };
  const isList = Array.isArray(rows) && rows.every((one) => typeof one === 'string');
  if (!isList) throw new Error(`${where} has no list of rows`);
  return { column, rows };
}

/** What a name in a query means on a target: a table, or a parser under either of its names. */
export interface SourceSchema {
  readonly columns: Columns;
  /** Null for a table. */
  readonly parameters: Columns | null;
  readonly filters: ParserFilters;
}

const SOURCES = new WeakMap<Schemas, Map<Target, ReadonlyMap<string, SourceSchema>>>();

/** Every table and parser that a query on the target can name. */
export function sourcesOf(schemas: Schemas, target: Target): ReadonlyMap<string, SourceSchema> {
  let byTarget = SOURCES.get(schemas);
  if (!byTarget) {
    byTarget = new Map();
    SOURCES.set(schemas, byTarget);
  }
  let sources = byTarget.get(target);
  if (!sources) {
    sources = collect(schemas, target);
    byTarget.set(target, sources);
  }
  return sources;
}

/** Sentinel's function for watchlists: https://learn.microsoft.com/en-us/azure/sentinel/watchlists-queries */
const WATCHLIST: SourceSchema = {
  columns: {
    _DTItemId: 'string',
    LastUpdatedTimeUTC: 'datetime',
    SearchKey: 'string',
    WatchlistItem: 'dynamic',
  },
  parameters: { watchlistAlias: 'string' },
  filters: {},
};

function collect(schemas: Schemas, target: Target): ReadonlyMap<string, SourceSchema> {
  const sources = new Map<string, SourceSchema>();
  const tables = target === 'defender-xdr' ? schemas.defenderXdr : schemas.logAnalytics;
  for (const [name, columns] of Object.entries(tables)) {
    sources.set(name, { columns, parameters: null, filters: {} });
  }
  if (target !== 'defender-xdr') {
    sources.set('_GetWatchlist', WATCHLIST);
    for (const [name, { workspace, columns, parameters, filters }] of Object.entries(
      schemas.asim,
    )) {
      sources.set(name, { columns, parameters, filters });
      sources.set(workspace, { columns, parameters, filters });
    }
  }
  return sources;
}

/** The columns of a table or parser on a target, or null if the target has no such table. */
export function columnsOf(schemas: Schemas, target: Target, name: string): Columns | null {
  return sourcesOf(schemas, target).get(name)?.columns ?? null;
}
