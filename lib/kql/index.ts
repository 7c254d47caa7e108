/**
 * KQL by itself: a tree with its printer, Microsoft's parser and binder as a checker, and an interpreter.
 */

export type { CheckedExpression, Checker, QueryShape } from './check';
/**
 * `createChecker(schemas).check(kql, target)` gives the diagnostics of Microsoft's parser and binder
 * (`kql/KS142` unknown column, and so on), of its analyzers where they mean a mistake, and
 * `kql/type-mismatch`. Spans are zero-based offsets into the query. No diagnostic: the query is clean.
 */
export { createChecker } from './check';
export type { CheckPool, CheckRequest } from './check-pool';
/** The checker in worker threads: list of `{ key, kql, target }` in, map of key to diagnostics out. */
export { checkAll, createCheckPool } from './check-pool';
/**
 * `printQuery(query)` gives `{ text, lines }`: the query on lines of at most 100 columns where that can
 * be had, and for each tag in the tree the one-based lines on which its node stands.
 */
export { printExpression } from './print/one-line';
export type { PrintedQuery } from './print/print-query';
export { printQuery } from './print/print-query';
/** Strings and names as KQL that Microsoft's parser reads back unchanged. */
export { quoteName, quoteString } from './quote';
/** What RE2 refuses in a regular expression, in words; null where Kusto takes it. */
export { checkRegex } from './run/regex/compile-regex';
export type { CompiledQuery, Result, Row, Run, RunOptions, Tables } from './run/run-query';
/**
 * The interpreter. It evaluates the tree that Microsoft's parser returns, so what is printed is what is
 * run. `compileQuery(kql, { schemas, target, now })` is paid once; its `run(tables)` gives
 * `{ columns, rows }` and `count(tables)` the number of rows. `tables` is table or parser name (either
 * name of a parser) → rows; row objects must not change between runs, since their cells are read once.
 */
export { compileQuery, runQuery } from './run/run-query';
export type { Columns, Parser, Schemas, SourceSchema } from './schemas';
/**
 * `readSchemas` takes the parsed files of `content/schemas`; `columnsOf(schemas, target, name)` the
 * columns of a table or ASIM parser (under either name), null where the target has none.
 */
export { columnsOf, readSchemas, sourcesOf } from './schemas';
export type {
  ArithmeticOperator,
  CompareOperator,
  Expression,
  JoinKind,
  Let,
  ListOperator,
  Operator,
  Query,
  QuerySource,
  ScalarType,
  SortKey,
  Tag,
} from './tree';
/** Constructors of the tree. `and` and `or` stay flat; `tagged` and `commented` mark a node. */
export {
  and,
  arithmetic,
  between,
  bool,
  call,
  column,
  commented,
  compare,
  datetime,
  dynamic,
  index,
  list,
  member,
  named,
  not,
  number,
  or,
  raw,
  retagQuery,
  string,
  tagged,
  timespan,
} from './tree';
