import type { Node } from './syntax';
import type { Value, ValueType } from './values';

/** A row while a query runs: column → value. A column without a value is absent. */
export type Cells = { [column: string]: Value };

/** Reads a value off a row; window functions look at its neighbours. */
export type Getter = (row: Cells, at: number, rows: readonly Cells[]) => Value;

export interface Compiled {
  readonly type: ValueType;
  readonly get: Getter;
  /** Set where the value does not depend on the row. */
  readonly constant?: { readonly value: Value };
}

export interface Column {
  readonly name: string;
  readonly type: ValueType;
}

export interface Pipeline {
  readonly columns: readonly Column[];
  readonly rows: () => readonly Cells[];
}

export type Binding =
  | { readonly kind: 'scalar'; readonly compiled: Compiled }
  | { readonly kind: 'table'; readonly pipeline: Pipeline }
  | { readonly kind: 'function'; readonly node: Node; readonly environment: Environment };

/** What the source of one run is. Set before rows are asked for, so that a query is compiled once. */
export interface RunState {
  /** Rows of a table or parser, cells read as the types of its columns. */
  source: (name: string, columns: readonly Column[]) => readonly Cells[];
  /** Milliseconds since 1970: what `now()` gives. */
  now: number;
  /** Grows with each run; results kept for a run carry it. */
  generation: number;
}

/** The two compilers call each other; they find each other here. */
export interface Compilers {
  readonly expression: (node: Node, environment: Environment) => Compiled;
  readonly table: (node: Node, environment: Environment) => Pipeline;
}

export interface Environment {
  readonly state: RunState;
  readonly compilers: Compilers;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Of the rows that expressions are compiled for. */
  readonly columns: readonly Column[];
  /** What the first operator of a subquery (`mv-apply`, `partition`) reads. */
  readonly input?: Pipeline;
  /** Nodes whose value is already worked out: the aggregates inside an expression over them. */
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

/** A pipeline whose rows are worked out once a run. */
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
