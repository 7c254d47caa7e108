import type { Target } from '@/lib/target';
import { type LeftValues, leftValues } from './left-values';
import { microsoft, type SyntaxElement } from './microsoft';
import { parserOf } from './parse-query';
import type { Node } from './run/syntax';
import { columnsOf, type Schemas } from './schemas';

/** What only Microsoft's parser and binder know of a query, small enough to be stored with it. */
export interface QueryFacts {
  /** The table or parser all of whose columns are in the result; null if some are not. */
  readonly passes: string | null;
  /** The other columns of the result, in order. */
  readonly columns: readonly string[];
  /** The columns of the result that its filters test, in order. */
  readonly tests: readonly string[];
  /** The columns of the result in which its filters leave only a few values. */
  readonly left: readonly LeftValues[];
  /** What the query is made of: `where`, `extend`, `join`, `let`, `externaldata`. Each once, sorted. */
  readonly operators: readonly string[];
  /** Whether it makes a string of a dynamic value. */
  readonly readsDynamic: boolean;
}

/** Facts of a query on a target that reads `table` first. A query that cannot be parsed has none. */
export type ReadQueryFacts = (kql: string, target: Target, table: string | null) => QueryFacts;

/** Of a query that cannot be parsed. */
export const NO_FACTS: QueryFacts = {
  passes: null,
  columns: [],
  tests: [],
  left: [],
  operators: [],
  readsDynamic: false,
};

/** Reads facts with the parser that the checker of the same schemas uses, so a query is parsed once. */
export function createQueryFacts(schemas: Schemas): ReadQueryFacts {
  const parse = parserOf(schemas);
  return (kql, target, table) => {
    const parsed = parse(kql, target);
    if ('problem' in parsed) return NO_FACTS;
    const { code } = parsed;
    const result = namesOf(code.ResultType?.Columns);
    const own = table === null ? null : columnsOf(schemas, target, table);
    const found = new Set(result);
    const passes = own !== null && Object.keys(own).every((name) => found.has(name));
    const { tests, ...constructs } = constructsIn(code.Syntax);
    return {
      passes: passes ? table : null,
      columns: passes ? result.filter((name) => !Object.hasOwn(own, name)) : result,
      tests: tests.filter((name) => found.has(name)),
      left: leftValues(code.Syntax as Node).filter(({ column }) => found.has(column)),
      ...constructs,
    };
  };
}

interface NameList {
  readonly Count: number;
  getItem(at: number): { readonly Name: string };
}

function namesOf(columns: NameList | undefined): string[] {
  const names: string[] = [];
  for (let at = 0; at < (columns?.Count ?? 0); at++) {
    const column = columns?.getItem(at);
    if (column) names.push(column.Name);
  }
  return names;
}

/** Statements and sources that are no operators, by the kind of their node. */
const OTHERS = new Map([
  ['LetStatement', 'let'],
  ['ExternalDataExpression', 'externaldata'],
  ['DataTableExpression', 'datatable'],
]);

function constructsIn(
  root: SyntaxElement,
): Pick<QueryFacts, 'tests' | 'operators' | 'readsDynamic'> {
  const { kindOf } = microsoft();
  const operators = new Set<string>();
  const tests = new Set<string>();
  let readsDynamic = false;
  const pending: { node: SyntaxElement; isFilter: boolean }[] = [{ node: root, isFilter: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node } = next;
    if (node.ChildCount === 0) continue;
    const kind = kindOf(node);
    const isFilter = next.isFilter || kind === 'FilterOperator';
    const other = OTHERS.get(kind);
    if (other) operators.add(other);
    else if (kind.endsWith('Operator')) operators.add(node.GetChild(0)?.Text ?? kind);
    else if (kind === 'FunctionCallExpression') readsDynamic ||= makesStringOfDynamic(node);
    else if (kind === 'NameReference' && isFilter && node.SimpleName) tests.add(node.SimpleName);
    // The last is taken first.
    for (let at = node.ChildCount - 1; at >= 0; at--) {
      const child = kind === 'PathExpression' && at > 0 ? null : node.GetChild(at);
      if (child) pending.push({ node: child, isFilter });
    }
  }
  return { tests: [...tests], operators: [...operators].sort(), readsDynamic };
}

function makesStringOfDynamic(call: SyntaxElement): boolean {
  if (call.GetChild(0)?.SimpleName !== 'tostring') return false;
  const first = call.GetChild(1)?.GetChild(1)?.GetChild(0)?.GetChild(0);
  return first?.ResultType?.Name === 'dynamic';
}
