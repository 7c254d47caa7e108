export type { PrintedQuery } from './print';
/**
 * KQL by itself: a tree (`and`, `compare`, …), its printer, quoting.
 *
 * `printQuery(query)` gives `{ text, lines }`: the query on lines of at most 100 columns where that can
 * be had, and for each tag in the tree the one-based lines on which its node stands.
 */
export { printExpression, printQuery } from './print';
export { quoteName, quoteString } from './quote';
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
} from './tree';
