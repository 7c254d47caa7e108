/** KQL alone: a tree and its printer, Microsoft's parser and binder as a checker, and an interpreter. */

export {
  and,
  arithmetic,
  bool,
  call,
  column,
  commented,
  compare,
  dynamic,
  list,
  named,
  not,
  number,
  or,
  raw,
  string,
  tagged,
  timespan,
} from './build-tree';
export type { Checker } from './check';
export { createChecker } from './check';
export type { CheckPool } from './check-pool';
export { createCheckPool } from './check-pool';
export { printExpression } from './print/one-line';
export type { PrintedQuery } from './print/print-query';
export { printQuery } from './print/print-query';
export { quoteName, quoteString } from './quote';
export { retagQuery } from './retag-query';

export { checkRegex } from './run/regex/compile-regex';
export { compileQuery } from './run/run-query';
export type { Columns, ParserFilters, Schemas, SourceSchema } from './schemas';
export { columnsOf, readSchemas, sourcesOf } from './schemas';
export type {
  Expression,
  Let,
  Operator,
  Query,
  Tag,
} from './tree';
