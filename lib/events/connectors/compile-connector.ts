import { baseName } from '../windows/record';
import { COMPUTED } from './computed';
import type { Connector } from './connector';
import { asParsed, asText, type EventReader } from './event-reader';
import type {
  ColumnDescription,
  ColumnEntry,
  ConditionEntry,
  ConnectorEntry,
  Form,
} from './file-schema';

type Read = (event: EventReader) => unknown;

/** Translations of values, by the lower-case text of the value. */
export type ValueTable = ReadonlyMap<string, unknown>;

/** Named tables of `values.yml`. */
export type ValueTables = ReadonlyMap<string, ValueTable>;

/**
 * Compiles one entry of a connector file, once for each of its tables. `loadConnectors` has already
 * checked that every name it uses exists.
 */
export function compileConnector(
  entry: ConnectorEntry,
  table: string,
  tables: ValueTables,
): Connector[] {
  const times = [entry.time].flat();
  const constants = Object.entries(entry.constants ?? {});
  const columns = compileMembers(entry.columns ?? {}, tables);
  const conditions = (entry.only ?? []).map((condition) => compileCondition(condition, tables));
  const row = (event: EventReader): Record<string, unknown> | null => {
    for (const met of conditions) if (!met(event)) return null;
    const made: Record<string, unknown> = {};
    if (event.time !== null) for (const column of times) made[column] = event.time;
    for (const [column, value] of constants) made[column] = value;
    for (const [column, read] of columns) {
      const value = read(event);
      if (value !== undefined && value !== null) made[column] = value;
    }
    return made;
  };
  const logsources = entry.logsources.map(
    ({ product = null, category = null, service = null }) => ({
      product,
      category,
      service,
    }),
  );
  const { target, source, origin = 'recorded', alsoIn = [] } = entry;
  return [table, ...alsoIn].map((name) => ({
    logsources,
    target,
    table: name,
    origin,
    source,
    row,
  }));
}

/** How one column is read. */
export function compileColumn(entry: ColumnEntry, tables: ValueTables): Read {
  if (typeof entry === 'string' || Array.isArray(entry)) return readText([entry].flat());
  if (entry.from !== undefined && isPlain(entry)) return readText([entry.from].flat());
  const read = shaped(readSource(entry, tables), entry.as ?? defaultForm(entry));
  const translated = entry.values === undefined ? read : translate(read, entry, tables);
  const { absent } = entry;
  return absent === undefined ? translated : (event) => translated(event) ?? absent;
}

function isPlain({ as = 'text', values, absent }: ColumnDescription): boolean {
  return as === 'text' && values === undefined && absent === undefined;
}

function readText(paths: readonly string[]): Read {
  return (event) => event.text(...paths);
}

function defaultForm({ from }: ColumnDescription): Form {
  return from === undefined ? 'value' : 'text';
}

function readSource(entry: ColumnDescription, tables: ValueTables): Read {
  if (entry.from !== undefined) {
    const paths = [entry.from].flat();
    return (event) => event.value(...paths);
  }
  if (entry.whole === 'line') return (event) => event.line;
  if (entry.whole === 'event') {
    if (!entry.with) return (event) => event.event;
    const members = compileMembers(entry.with, tables);
    return (event) => withMembers({ ...event.event }, members, event);
  }
  if (entry.object) {
    const members = compileMembers(entry.object, tables);
    return (event) => withMembers({}, members, event);
  }
  const { constant } = entry;
  if (constant !== undefined) return () => constant;
  const compute = COMPUTED.get(entry.computed ?? '');
  if (!compute) throw new Error(`there is no computation named '${entry.computed}'`);
  return compute;
}

type Members = readonly (readonly [name: string, read: Read])[];

function compileMembers(entries: Record<string, ColumnEntry>, tables: ValueTables): Members {
  return Object.entries(entries).map(([name, entry]) => [name, compileColumn(entry, tables)]);
}

function withMembers(
  made: Record<string, unknown>,
  members: Members,
  event: EventReader,
): Record<string, unknown> {
  for (const [name, read] of members) {
    const value = read(event);
    if (value === undefined) delete made[name];
    else made[name] = value;
  }
  return made;
}

function shaped(read: Read, form: Form): Read {
  if (form === 'value') return read;
  const shape = SHAPES[form];
  return (event) => shape(read(event));
}

const SHAPES: Readonly<Record<Exclude<Form, 'value'>, (value: unknown) => unknown>> = {
  text: asText,
  parsed: asParsed,
  list: asList,
  'list-text': (value) => asText(asList(value)),
  'file-name': (value) => mapText(value, baseName),
  'lower-case': (value) => mapText(value, (text) => text.toLowerCase()),
};

function asList(value: unknown): unknown {
  return value === undefined || Array.isArray(value) ? value : [value];
}

function mapText(value: unknown, change: (text: string) => string): string | undefined {
  const text = asText(value);
  return text === undefined ? undefined : change(text);
}

function translate(read: Read, { values, unlisted }: ColumnDescription, tables: ValueTables): Read {
  const table = typeof values === 'string' ? tableOf(values, tables) : valueTable(values ?? {});
  return (event) => {
    const value = read(event);
    const found = table.get(asText(value)?.toLowerCase() ?? '');
    return found === undefined && unlisted !== 'omit' ? value : found;
  };
}

/** The pairs of a file as a lookup table. */
export function valueTable(values: Readonly<Record<string, unknown>>): ValueTable {
  return new Map(Object.entries(values).map(([value, column]) => [value.toLowerCase(), column]));
}

function tableOf(name: string, tables: ValueTables): ValueTable {
  const table = tables.get(name);
  if (!table) throw new Error(`values.yml has no '${name}'`);
  return table;
}

function compileCondition(
  entry: ConditionEntry,
  tables: ValueTables,
): (event: EventReader) => boolean {
  const paths = [entry.field].flat();
  const orAbsent = entry.orAbsent ?? false;
  const listed =
    entry.in === undefined ? valueTable({ [String(entry.is)]: true }) : tableOf(entry.in, tables);
  return (event) => {
    const value = event.text(...paths);
    return value === undefined ? orAbsent : listed.has(value.toLowerCase());
  };
}
