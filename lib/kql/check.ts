import { addAll } from '@/lib/long-lists';
import type { Target } from '@/lib/target';
import type { Diagnostic } from '../diagnostic';
import type { SyntaxElement } from './microsoft';
import { microsoft } from './microsoft';
import { convert, parserOf } from './parse-query';
import { checkRegex } from './run/regex/compile-regex';
import type { Schemas } from './schemas';
import type { ScalarType } from './tree';

/** Asks Microsoft's parser and binder about a query. */
export interface Checker {
  /**
   * Diagnostics of a whole query. Codes: `kql/KS…` (Microsoft's), `kql/type-mismatch`, `kql/regex`,
   * `kql/too-deep`, `kql/failed`.
   */
  check(kql: string, target: Target): Diagnostic[];
  /** Checks an expression over the columns of a table: its type, and diagnostics with spans into it. */
  checkExpression(expression: string, table: string, target: Target): CheckedExpression;
  /**
   * Result columns, in order, and the depth of the syntax tree, which must stay under 500. No columns,
   * depth 0 and body 0 for a query that cannot be parsed.
   */
  describe(kql: string, target: Target): QueryShape;
}

export interface CheckedExpression {
  /** Null if there are errors. */
  readonly type: ScalarType | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface QueryShape {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly depth: number;
  /** Where the last statement begins, after every `let`. */
  readonly body: number;
}

/** Analyzers whose warnings mean a mistake, with words that a query must have for them to find anything. */
const ANALYZERS: readonly (readonly [name: string, words: RegExp])[] = [
  ['AvoidUsingNullStringComparison', /isnull|isnotnull/],
  ['AvoidUsingToBoolOnNumerics', /tobool/],
  ['NullAggregation', /\bsum/],
  ['AvoidJoinWithoutKind', /\bjoin\b/],
  ['StdevTimespanConversion', /stdev|variance/],
  ['ColumnHasSameNameAsVariable', /\blet\b/],
  ['AvoidUsingLegacyPartition', /\bpartition\b/],
  ['AvoidStrlenWithDynamic', /strlen/],
  ['AvoidUsingObsoleteFunctions', /\w\(/],
];

/**
 * `check(kql, target)` returns the diagnostics of Microsoft's parser and binder (`kql/KS142` unknown column,
 * and so on), of its analyzers where they mean a mistake, and `kql/type-mismatch`. Spans are zero-based
 * offsets into the query. A clean query has no diagnostics.
 */
export function createChecker(schemas: Schemas): Checker {
  const parse = parserOf(schemas);

  function check(kql: string, target: Target): Diagnostic[] {
    const parsed = parse(kql, target);
    if ('problem' in parsed) return [parsed.problem];
    const { code } = parsed;
    const found = [...parsed.diagnostics];
    if (found.some(({ severity }) => severity === 'error')) return found;
    for (const [name, words] of ANALYZERS) {
      if (words.test(kql)) addAll(found, convert(microsoft().analyze(code, name)));
    }
    inspect(code.Syntax, found);
    return found.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }

  return {
    check,
    checkExpression(expression, table, target) {
      const head = `${table} | project x = `;
      const kql = `${head}${expression}`;
      const diagnostics = check(kql, target).map((diagnostic) => within(diagnostic, head.length));
      if (diagnostics.some(({ severity }) => severity === 'error')) {
        return { type: null, diagnostics };
      }
      const parsed = parse(kql, target);
      const column = 'code' in parsed ? parsed.code.ResultType?.Columns?.getItem(0) : undefined;
      return { type: (column?.Type.Name as ScalarType | undefined) ?? null, diagnostics };
    },
    describe(kql, target) {
      const parsed = parse(kql, target);
      if ('problem' in parsed) return { columns: [], depth: 0, body: 0 };
      const columns = parsed.code.ResultType?.Columns;
      const shape: { name: string; type: string }[] = [];
      for (let at = 0; at < (columns?.Count ?? 0); at++) {
        const column = columns?.getItem(at);
        if (column) shape.push({ name: column.Name, type: column.Type.Name });
      }
      return { columns: shape, depth: parsed.code.MaxDepth, body: bodyOf(parsed.code.Syntax) };
    },
  };
}

/** The place of the last statement of a query block. */
function bodyOf(block: SyntaxElement): number {
  const statements = block.GetChild(1);
  return statements?.GetChild(statements.ChildCount - 1)?.TextStart ?? 0;
}

function within(diagnostic: Diagnostic, offset: number): Diagnostic {
  if (!diagnostic.span) return diagnostic;
  const { start, end } = diagnostic.span;
  return {
    ...diagnostic,
    span: { start: Math.max(0, start - offset), end: Math.max(0, end - offset) },
  };
}

const COMPARISONS = new Set([
  'EqualExpression',
  'NotEqualExpression',
  'InExpression',
  'NotInExpression',
]);
const NUMERIC = new Set(['int', 'long', 'real', 'decimal']);

/** Functions whose first argument is a regular expression (for `matches regex`, the second operand). */
const REGEX_FUNCTIONS = new Set([
  'extract',
  'extract_all',
  'replace_regex',
  'trim',
  'trim_start',
  'trim_end',
]);

/** Reports mistakes that the binder accepts, and constructs that only the service rejects. */
function inspect(root: SyntaxElement, found: Diagnostic[]): void {
  const { kindOf } = microsoft();
  const pending: SyntaxElement[] = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.ChildCount === 0) continue;
    const kind = kindOf(next);
    if (COMPARISONS.has(kind)) {
      const left = next.GetChild(0);
      const right = next.GetChild(2);
      if (left && right) compareTypes(left, right, found);
    } else if (kind === 'MatchesRegexExpression') {
      inspectRegex(next.GetChild(2), found);
    } else if (kind === 'FunctionCallExpression') {
      inspectCall(next, found);
    }
    for (let at = 0; at < next.ChildCount; at++) {
      const child = next.GetChild(at);
      if (child) pending.push(child);
    }
  }
}

function inspectCall(call: SyntaxElement, found: Diagnostic[]): void {
  const name = call.GetChild(0)?.SimpleName;
  if (name === undefined || !REGEX_FUNCTIONS.has(name)) return;
  const list = call.GetChild(1)?.GetChild(1);
  // replace_regex() takes the text first.
  const separated = list?.GetChild(name === 'replace_regex' ? 1 : 0);
  inspectRegex(separated?.GetChild(0) ?? null, found);
}

function inspectRegex(literal: SyntaxElement | null, found: Diagnostic[]): void {
  const { kindOf, stringValue } = microsoft();
  if (!literal || kindOf(literal) !== 'StringLiteralExpression') return;
  const token = literal.GetChild(0);
  const reason = token?.Text === undefined ? null : checkRegex(stringValue(token.Text));
  if (reason === null) return;
  found.push({
    severity: 'error',
    code: 'kql/regex',
    message: `Kusto rejects this regular expression: ${reason}.`,
    span: { start: literal.TextStart, end: literal.End },
  });
}

/**
 * The binder accepts `EventID == "4688"` and `Account in (1, 2)`; both compare values of different types
 * by conversion.
 */
function compareTypes(left: SyntaxElement, right: SyntaxElement, found: Diagnostic[]): void {
  const type = left.ResultType?.Name;
  if (!type) return;
  const operands = right.ResultType ? [right] : expressionsIn(right);
  for (const operand of operands) {
    const other = operand.ResultType?.Name;
    if (!other || !differs(type, other)) continue;
    found.push({
      severity: 'warning',
      code: 'kql/type-mismatch',
      message: `The query compares values of type ${type} and ${other}.`,
      span: { start: operand.TextStart, end: operand.End },
    });
    return;
  }
}

function expressionsIn(node: SyntaxElement): SyntaxElement[] {
  const expressions: SyntaxElement[] = [];
  const pending: SyntaxElement[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.ResultType) expressions.push(next);
    else {
      for (let at = 0; at < next.ChildCount; at++) {
        const child = next.GetChild(at);
        if (child) pending.push(child);
      }
    }
  }
  return expressions;
}

function differs(left: string, right: string): boolean {
  if (left === right || (NUMERIC.has(left) && NUMERIC.has(right))) return false;
  const known = (type: string) =>
    NUMERIC.has(type) ||
    type === 'string' ||
    type === 'bool' ||
    type === 'datetime' ||
    type === 'timespan' ||
    type === 'guid';
  return known(left) && known(right);
}
