import type { Target } from '@/lib/target';
import type { ScalarType } from './tree';
import { SCALAR_TYPES } from './tree';

/** Column → type. */
export type Columns = Readonly<Record<string, ScalarType>>;

/** A function that returns normalised events: an ASIM unifying parser. */
export interface Parser {
  /** The name under which the repository's deployment installs it: `imProcessCreate`. */
  readonly workspace: string;
  readonly parameters: Columns;
  readonly columns: Columns;
  /**
   * Parameter → the column in which it looks for terms, whatever the source of the rows. A parameter whose
   * name ends in `_has_all` needs all of its terms, any other one of them.
   */
  readonly filters: Readonly<Record<string, string>>;
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

/** Parser → parameter → column, for the parameters that compare one column in every source's parser. */
function readFilters(value: unknown): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const parsers = Object.entries(record(value, 'asim-filters.json'));
  return new Map(
    parsers.map(([name, parser]) => {
      const where = `asim-filters.json ${name}`;
      const columns = new Map<string, string>();
      const { parameters } = record(parser, where);
      for (const [parameter, entry] of Object.entries(record(parameters, where))) {
        const { column } = record(entry, `${where} ${parameter}`);
        if (typeof column === 'string') columns.set(parameter, column);
        else if (column !== null) throw new Error(`${where}: ${parameter} has no column`);
      }
      return [name, columns];
    }),
  );
}

/** What a name in a query means on a target: a table, or a parser under either of its names. */
export interface SourceSchema {
  readonly columns: Columns;
  /** Null for a table. */
  readonly parameters: Columns | null;
  /** Parameter → the column in which it looks for terms. */
  readonly filters: Readonly<Record<string, string>>;
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

function collect(schemas: Schemas, target: Target): ReadonlyMap<string, SourceSchema> {
  const sources = new Map<string, SourceSchema>();
  const tables = target === 'defender-xdr' ? schemas.defenderXdr : schemas.logAnalytics;
  for (const [name, columns] of Object.entries(tables)) {
    sources.set(name, { columns, parameters: null, filters: {} });
  }
  if (target !== 'defender-xdr') {
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
