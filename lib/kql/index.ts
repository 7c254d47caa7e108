/** KQL by itself: a tree with its printer, Microsoft's parser and binder as a checker, and an interpreter. */

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
  string,
  tagged,
  timespan,
} from './build-tree';
export type { CheckedExpression, Checker, QueryShape } from './check';
export { createChecker } from './check';
export type { CheckPool, CheckRequest } from './check-pool';
export { checkAll, createCheckPool } from './check-pool';
export { printExpression } from './print/one-line';
export type { PrintedQuery } from './print/print-query';
export { printQuery } from './print/print-query';
export { quoteName, quoteString } from './quote';
export { retagQuery } from './retag-query';
export { checkRegex } from './run/regex/compile-regex';
export type { CompiledQuery, Result, Row, Run, RunOptions, Tables } from './run/run-query';
export { compileQuery, runQuery } from './run/run-query';
export type { Columns, Parser, Schemas, SourceSchema } from './schemas';
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
