import type { Node } from './syntax';
import type { Ticks } from './time';
import type { Value, ValueType } from './values';

/** A row while a query runs: column → value. A column without a value is absent. */
export type Cells = { [column: string]: Value };

/** Reads a value from a row. Window functions look at the rows around it. */
export type Getter = (row: Cells, at: number, rows: readonly Cells[]) => Value;

export interface Compiled {
  readonly type: ValueType;
  readonly get: Getter;
  /** Set if the value does not depend on the row. */
  readonly constant?: { readonly value: Value };
}

export interface Column {
  readonly name: string;
  readonly type: ValueType;
}

export interface Pipeline {
  readonly columns: readonly Column[];
  readonly rows: () => readonly Cells[];
  /** How many rows there are, where that needs fewer columns than the rows have. */
  readonly size?: () => number;
}

export function sizeOf({ rows, size }: Pipeline): number {
  return size ? size() : rows().length;
}

export type Binding =
  | { readonly kind: 'scalar'; readonly compiled: Compiled }
  | { readonly kind: 'table'; readonly pipeline: Pipeline }
  | { readonly kind: 'function'; readonly node: Node; readonly environment: Environment };

/** The source of one run, set before its rows are read, so that a query is compiled only once. */
export interface RunState {
  /** Rows of a table or parser, cells read as the types of its columns. */
  source: (name: string, columns: readonly Column[]) => readonly Cells[];
  /** Parameter of a parser → the column in which it looks for terms. */
  readonly filters: (parser: string) => ReadonlyMap<string, string>;
  /** The value of `now()`. */
  now: Ticks;
  /** Grows with each run, and marks the results kept for that run. */
  generation: number;
}

/** The two compilers, which call each other through this. */
export interface Compilers {
  readonly expression: (node: Node, environment: Environment) => Compiled;
  readonly table: (node: Node, environment: Environment) => Pipeline;
}

export interface Environment {
  readonly state: RunState;
  readonly compilers: Compilers;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** The columns of the rows that expressions read. */
  readonly columns: readonly Column[];
  /** What the first operator of a subquery (`mv-apply`, `partition`) reads. */
  readonly input?: Pipeline;
  /** Nodes with a known value: the aggregates inside an expression. */
  readonly replaced?: (node: Node) => Compiled | null;
}

export function bind(environment: Environment, name: string, binding: Binding): Environment {
  return {
    ...environment,
    bindings: new Map([...environment.bindings, [name, binding]]),
  };
}

export function constant(value: Value, type: ValueType): Compiled {
  return { type, get: () => value, constant: { value } };
}

/** A pipeline whose rows are computed once per run. */
export function once(state: RunState, pipeline: Pipeline): Pipeline {
  let generation = -1;
  let rows: readonly Cells[] = [];
  return {
    columns: pipeline.columns,
    rows: () => {
      if (generation !== state.generation) {
        rows = pipeline.rows();
        generation = state.generation;
      }
      return rows;
    },
  };
}
