import type { CodeText } from './code-text';

/** What checking or running a query finds, beside Microsoft's own codes. */
export const QUERY_CHECK_CODES = {
  'kql/type-mismatch': {
    severity: 'warning',
    meaning:
      'The query compares values of different types. Kusto converts one of them, which is rarely intended.',
    remedy: 'Convert one side yourself, for example with `tostring()` or `toint()`.',
  },
  'kql/regex': {
    severity: 'error',
    meaning: 'Kusto does not accept a regular expression in the query.',
    remedy:
      'Rewrite the expression in Kusto’s dialect, which https://learn.microsoft.com/kusto/query/regex describes.',
  },
  'kql/too-deep': {
    severity: 'error',
    meaning: 'The query nests more than 400 brackets, so Watchfloor does not parse it.',
    remedy: 'Split the query with `let`.',
  },
  'kql/failed': {
    severity: 'error',
    meaning: 'Microsoft’s parser failed on the query.',
    remedy: 'Simplify the query. If Watchfloor wrote it, report a defect.',
  },
  'kql/cannot-run': {
    severity: 'error',
    meaning:
      'The query is valid, but uses an operator or a function that Watchfloor’s interpreter does not have.',
    remedy: 'Run the query in your workspace instead.',
  },
} as const satisfies Record<`kql/${string}`, CodeText>;
