import { type Node, parameters, UnsupportedError } from '../syntax';

/** The parameters that the interpreter uses, by operator. Hints (`hint.…`) change no result. */
const USED: ReadonlyMap<string, readonly string[]> = new Map([
  ['UnionOperator', ['withsource', 'with_source', 'kind', 'isfuzzy']],
  ['JoinOperator', ['kind']],
  ['LookupOperator', ['kind']],
  ['MvExpandOperator', ['with_itemindex', 'kind', 'bagexpansion']],
  ['ParseOperator', ['kind']],
  ['ParseWhereOperator', ['kind']],
]);

/** Operators whose parameters change how a result is shown, not what it is. */
const FOR_DISPLAY: ReadonlySet<string> = new Set(['RenderOperator', 'ConsumeOperator']);

/** Throws an UnsupportedError for a parameter that the interpreter would ignore. */
export function refuseParameters(node: Node, operator: string): void {
  if (FOR_DISPLAY.has(operator)) return;
  for (const name of parameters(node).keys()) {
    if (name.startsWith('hint.') || USED.get(operator)?.includes(name)) continue;
    throw new UnsupportedError(`the parameter ${name} of ${operator} cannot be run`, node);
  }
}
