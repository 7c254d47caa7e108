/**
 * KQL as a tree: what the translator builds and `printQuery` prints. Nodes are plain data; the
 * constructors in `build-tree.ts` keep `and`/`or` flat, so that a long condition stays one list.
 */

/** Links a node to its origin (a trace line's index). Merged comparisons have several. */
export type Tag = number;

export interface Marks {
  readonly tags?: readonly Tag[];
  /** Printed as `// comment` above the node, or after it if the whole operator fits on one line. */
  readonly comment?: string;
}

export const STRING_OPERATORS = [
  '=~',
  '!~',
  'contains',
  '!contains',
  'contains_cs',
  '!contains_cs',
  'startswith',
  '!startswith',
  'startswith_cs',
  '!startswith_cs',
  'endswith',
  '!endswith',
  'endswith_cs',
  '!endswith_cs',
  'has',
  '!has',
  'has_cs',
  '!has_cs',
  'hasprefix',
  '!hasprefix',
  'hasprefix_cs',
  '!hasprefix_cs',
  'hassuffix',
  '!hassuffix',
  'hassuffix_cs',
  '!hassuffix_cs',
  'matches regex',
] as const;

export const ORDER_OPERATORS = ['==', '!=', '<', '<=', '>', '>='] as const;

export const LIST_OPERATORS = ['in', '!in', 'in~', '!in~', 'has_any', 'has_all'] as const;

export const ARITHMETIC_OPERATORS = ['+', '-', '*', '/', '%'] as const;

export type CompareOperator = (typeof STRING_OPERATORS)[number] | (typeof ORDER_OPERATORS)[number];

export type ListOperator = (typeof LIST_OPERATORS)[number];

export type ArithmeticOperator = (typeof ARITHMETIC_OPERATORS)[number];

export const SCALAR_TYPES = [
  'string',
  'int',
  'long',
  'real',
  'bool',
  'datetime',
  'dynamic',
  'guid',
  'timespan',
  'decimal',
] as const;

export type ScalarType = (typeof SCALAR_TYPES)[number];

export type Expression = Marks &
  (
    | { readonly kind: 'column'; readonly name: string }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number | bigint }
    | { readonly kind: 'bool'; readonly value: boolean }
    /** ISO 8601. */
    | { readonly kind: 'datetime'; readonly value: string }
    /** Seconds; printed in the largest unit that divides the number. */
    | { readonly kind: 'timespan'; readonly seconds: number }
    /** JSON value. */
    | { readonly kind: 'dynamic'; readonly value: unknown }
    | { readonly kind: 'null'; readonly type: ScalarType }
    | { readonly kind: 'star' }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
    /** `name = value`: in `extend`, `project`, `summarize`, or a named argument. */
    | { readonly kind: 'named'; readonly name: string; readonly value: Expression }
    | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
    | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
    | {
        readonly kind: 'compare';
        readonly operator: CompareOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'list';
        readonly operator: ListOperator;
        readonly left: Expression;
        readonly values: readonly Expression[];
      }
    | {
        readonly kind: 'between';
        readonly negated: boolean;
        readonly left: Expression;
        readonly low: Expression;
        readonly high: Expression;
      }
    | {
        readonly kind: 'arithmetic';
        readonly operator: ArithmeticOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'and'; readonly of: readonly Expression[] }
    | { readonly kind: 'or'; readonly of: readonly Expression[] }
    | { readonly kind: 'not'; readonly of: Expression }
    /** KQL as written in a mapping file. */
    | { readonly kind: 'raw'; readonly text: string }
  );

export interface SortKey {
  readonly by: Expression;
  readonly order: 'asc' | 'desc';
  readonly nulls?: 'first' | 'last';
}

export const JOIN_KINDS = [
  'inner',
  'innerunique',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftsemi',
  'rightsemi',
  'leftanti',
  'rightanti',
] as const;

export type JoinKind = (typeof JOIN_KINDS)[number];

export type Operator = Marks &
  (
    | { readonly kind: 'where'; readonly predicate: Expression }
    | { readonly kind: 'extend'; readonly columns: readonly Expression[] }
    | { readonly kind: 'project'; readonly columns: readonly Expression[] }
    | { readonly kind: 'project-away'; readonly columns: readonly Expression[] }
    | { readonly kind: 'project-reorder'; readonly columns: readonly Expression[] }
    | { readonly kind: 'project-keep'; readonly columns: readonly Expression[] }
    | { readonly kind: 'project-rename'; readonly columns: readonly Expression[] }
    | { readonly kind: 'distinct'; readonly columns: readonly Expression[] }
    | { readonly kind: 'serialize'; readonly columns: readonly Expression[] }
    | {
        readonly kind: 'summarize';
        readonly aggregates: readonly Expression[];
        readonly by: readonly Expression[];
      }
    | {
        readonly kind: 'join';
        readonly join: JoinKind;
        readonly right: Query;
        /** Columns of both sides, or comparisons over `$left` and `$right`. */
        readonly on: readonly Expression[];
      }
    | {
        readonly kind: 'lookup';
        readonly join: 'leftouter' | 'inner';
        readonly right: Query;
        readonly on: readonly Expression[];
      }
    | { readonly kind: 'union'; readonly queries: readonly Query[] }
    | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
    | { readonly kind: 'top'; readonly count: number; readonly key: SortKey }
    | { readonly kind: 'take'; readonly count: number }
    | { readonly kind: 'count' }
    | {
        readonly kind: 'mv-expand';
        readonly columns: readonly { readonly value: Expression; readonly type?: ScalarType }[];
      }
    | {
        readonly kind: 'mv-apply';
        readonly columns: readonly { readonly value: Expression; readonly type?: ScalarType }[];
        readonly operators: readonly Operator[];
      }
    | {
        readonly kind: 'parse-kv';
        readonly source: Expression;
        readonly columns: readonly { readonly name: string; readonly type: ScalarType }[];
        readonly regex: string;
      }
    | {
        readonly kind: 'partition';
        readonly by: Expression;
        readonly operators: readonly Operator[];
      }
    /** One operator of KQL without its leading `|`. */
    | { readonly kind: 'raw'; readonly text: string }
  );

export type QuerySource = Marks &
  (
    | { readonly kind: 'table'; readonly name: string }
    /** A function that returns a table: an ASIM parser with its parameters. */
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
    | {
        readonly kind: 'union';
        readonly queries: readonly Query[];
        readonly fuzzy?: boolean;
        readonly withSource?: string;
      }
    | { readonly kind: 'query'; readonly query: Query }
    | { readonly kind: 'raw'; readonly text: string }
  );

export interface Let {
  readonly name: string;
  readonly value: Expression | Query;
  /** The query is evaluated once, even if the name is used several times. */
  readonly materialize?: boolean;
  readonly comment?: string;
}

export interface Query {
  readonly lets?: readonly Let[];
  readonly source: QuerySource;
  readonly operators: readonly Operator[];
}
