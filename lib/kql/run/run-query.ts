import type { Target } from '@/lib/target';
import type { Diagnostic } from '../../diagnostic';
import { parserOf } from '../parse-query';
import { type Schemas, sourcesOf } from '../schemas';
import { compileExpression } from './compile-expression';
import { compileTable } from './compile-table';
import {
  type Cells,
  type Column,
  type Compilers,
  type Environment,
  type Pipeline,
  type RunState,
  sizeOf,
} from './environment';
import { compileLet } from './let-functions';
import { RegexError } from './regex/regex-node';
import { child, classOf, items, type Node, UnsupportedError } from './syntax';
import { datetimeOf, parseDatetime } from './time';
import { readCell, writeCell } from './values';

/** Column → value: datetimes and timespans as text, dynamics as JSON values. */
export type Row = Readonly<Record<string, unknown>>;
/** Table, or ASIM parser under either of its names → rows. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

export interface RunOptions {
  readonly schemas: Schemas;
  readonly target: Target;
  /** ISO 8601: the value of `now()`. */
  readonly now?: string;
}

export interface Result {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A query that is compiled and can be run on any rows. */
export interface CompiledQuery {
  /** Microsoft's errors, `kql/regex`, and `kql/cannot-run` for what is not supported. Any stops the query. */
  readonly diagnostics: readonly Diagnostic[];
  run(tables: Tables): Result;
  /** The number of result rows, without their last columns. */
  count(tables: Tables): number;
}

export interface Run extends Result {
  readonly diagnostics: readonly Diagnostic[];
}

const EPOCH = '1970-01-01T00:00:00Z';
const NOTHING: Result = { columns: [], rows: [] };

/** The cells of a row by the types of its table's columns, computed once for each row object. */
const read = new WeakMap<Row, Map<string, Cells>>();

function readRow(row: Row, table: string, columns: readonly Column[]): Cells {
  let byTable = read.get(row);
  if (!byTable) {
    byTable = new Map();
    read.set(row, byTable);
  }
  let cells = byTable.get(table);
  if (!cells) {
    cells = {};
    const types = typesOf(columns);
    for (const [name, value] of Object.entries(row)) {
      const type = types.get(name);
      if (type !== undefined) cells[name] = readCell(value, type);
    }
    byTable.set(table, cells);
  }
  return cells;
}

const typeMaps = new WeakMap<readonly Column[], Map<string, Column['type']>>();

function typesOf(columns: readonly Column[]): Map<string, Column['type']> {
  let types = typeMaps.get(columns);
  if (!types) {
    types = new Map(columns.map(({ name, type }) => [name, type]));
    typeMaps.set(columns, types);
  }
  return types;
}

const COMPILERS: Compilers = { expression: compileExpression, table: compileTable };

/**
 * Compiles a query once, to run it on any rows. It evaluates the tree that Microsoft's parser returns, so
 * the printed text is what runs. `tables` maps a table's or parser's name (either name of a parser) to its
 * rows; row objects must not change between runs, because their cells are read once. Never throws for a
 * bad query: problems are in `diagnostics`, and such a query returns no rows.
 */
export function compileQuery(kql: string, options: RunOptions): CompiledQuery {
  const { schemas, target, now = EPOCH } = options;
  const parsed = parserOf(schemas)(kql, target);
  if ('problem' in parsed) return refused([parsed.problem]);
  const { code } = parsed;
  const errors = parsed.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return refused(errors);
  const parserNames = workspaceNames(schemas);
  let tables: Tables = {};
  const sources = sourcesOf(schemas, target);
  const state: RunState = {
    now: parseDatetime(now) ?? datetimeOf(0),
    generation: 0,
    source: (name, columns) => {
      const other = parserNames.get(name);
      const rows = tables[name] ?? (other === undefined ? undefined : tables[other]) ?? [];
      return rows.map((row) => readRow(row, name, columns));
    },
    filters: (parser) =>
      new Map(
        Object.entries(sources.get(parser)?.filters ?? {}).map(([name, { column }]) => [
          name,
          column,
        ]),
      ),
  };
  let pipeline: Pipeline;
  try {
    pipeline = compileBlock(code.Syntax as Node, state);
  } catch (error) {
    return refused([problem(error)]);
  }
  const { columns } = pipeline;
  const begin = (given: Tables): void => {
    tables = given;
    state.generation++;
  };
  return {
    diagnostics: [],
    run: (given) => {
      begin(given);
      return { columns, rows: pipeline.rows().map((row) => writeRow(row, columns)) };
    },
    count: (given) => {
      begin(given);
      return sizeOf(pipeline);
    },
  };
}

function writeRow(row: Cells, columns: readonly Column[]): Row {
  return Object.fromEntries(columns.map(({ name, type }) => [name, writeCell(row[name], type)]));
}

/** Compiles a query and runs it once; see `compileQuery`. */
export function runQuery(kql: string, options: RunOptions & { readonly tables: Tables }): Run {
  const query = compileQuery(kql, options);
  return { ...query.run(options.tables), diagnostics: query.diagnostics };
}

function refused(diagnostics: readonly Diagnostic[]): CompiledQuery {
  return { diagnostics, run: () => NOTHING, count: () => 0 };
}

/** Each name of a parser → its other name, so that either name finds the rows. */
function workspaceNames(schemas: Schemas): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [builtin, { workspace }] of Object.entries(schemas.asim)) {
    names.set(builtin, workspace);
    names.set(workspace, builtin);
  }
  return names;
}

function compileBlock(block: Node, state: RunState) {
  let environment: Environment = {
    state,
    compilers: COMPILERS,
    bindings: new Map(),
    columns: [],
  };
  const statements = items(child(block, 'Statements'));
  const last = statements[statements.length - 1];
  for (const statement of statements) {
    if (classOf(statement) === 'LetStatement') environment = compileLet(statement, environment);
    else if (statement === last) return compileTable(child(statement, 'Expression'), environment);
    else throw new UnsupportedError(`${classOf(statement)} cannot be run`, statement);
  }
  throw new UnsupportedError('the query has no result', block);
}

function problem(error: unknown): Diagnostic {
  if (error instanceof UnsupportedError) {
    return {
      severity: 'error',
      code: 'kql/cannot-run',
      message: `${error.message}.`,
      span: { start: error.start, end: error.end },
    };
  }
  if (error instanceof RegexError) {
    return {
      severity: 'error',
      code: 'kql/regex',
      message: `Kusto rejects a regular expression: ${error.message}.`,
    };
  }
  throw error;
}
