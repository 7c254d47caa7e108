import type { Target } from '@/lib/target';
import { microsoft, type SyntaxElement } from './microsoft';
import { parserOf } from './parse-query';
import { columnsOf, type Schemas } from './schemas';

/** What only Microsoft's parser and binder know of a query, small enough to be stored with it. */
export interface QueryFacts {
  /** The table or parser all of whose columns are in the result; null if some are not. */
  readonly passes: string | null;
  /** The other columns of the result, in order. */
  readonly columns: readonly string[];
  /** What the query is made of: `where`, `extend`, `join`, `let`, `externaldata`. Each once, sorted. */
  readonly operators: readonly string[];
  /** Whether it makes a string of a dynamic value. */
  readonly readsDynamic: boolean;
}

/** Facts of a query on a target that reads `table` first. A query that cannot be parsed has none. */
export type ReadQueryFacts = (kql: string, target: Target, table: string | null) => QueryFacts;

const NOTHING: QueryFacts = { passes: null, columns: [], operators: [], readsDynamic: false };

/** Reads facts with the parser that the checker of the same schemas uses, so a query is parsed once. */
export function createQueryFacts(schemas: Schemas): ReadQueryFacts {
  const parse = parserOf(schemas);
  return (kql, target, table) => {
    const parsed = parse(kql, target);
    if ('problem' in parsed) return NOTHING;
    const { code } = parsed;
    const result = namesOf(code.ResultType?.Columns);
    const own = table === null ? null : columnsOf(schemas, target, table);
    const found = new Set(result);
    const passes = own !== null && Object.keys(own).every((name) => found.has(name));
    return {
      passes: passes ? table : null,
      columns: passes ? result.filter((name) => !Object.hasOwn(own, name)) : result,
      ...constructsIn(code.Syntax),
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

function constructsIn(root: SyntaxElement): Pick<QueryFacts, 'operators' | 'readsDynamic'> {
  const { kindOf } = microsoft();
  const operators = new Set<string>();
  let readsDynamic = false;
  const pending: SyntaxElement[] = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.ChildCount === 0) continue;
    const kind = kindOf(next);
    const other = OTHERS.get(kind);
    if (other) operators.add(other);
    else if (kind.endsWith('Operator')) operators.add(next.GetChild(0)?.Text ?? kind);
    else if (kind === 'FunctionCallExpression') readsDynamic ||= makesStringOfDynamic(next);
    for (let at = 0; at < next.ChildCount; at++) {
      const child = next.GetChild(at);
      if (child) pending.push(child);
    }
  }
  return { operators: [...operators].sort(), readsDynamic };
}

function makesStringOfDynamic(call: SyntaxElement): boolean {
  if (call.GetChild(0)?.SimpleName !== 'tostring') return false;
  const first = call.GetChild(1)?.GetChild(1)?.GetChild(0)?.GetChild(0);
  return first?.ResultType?.Name === 'dynamic';
}
