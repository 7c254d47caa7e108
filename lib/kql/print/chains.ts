import type { Expression } from '../tree';

/**
 * `and` and `or` are left-recursive in Microsoft's parser, which refuses trees deeper than 500 (KS245),
 * so longer chains are printed as groups in parentheses.
 */
export const MAX_CHAIN = 100;
const GROUP_SIZE = 50;

const groups = new WeakSet<Expression>();

/** Whether `grouped` made this expression, which then keeps its parentheses everywhere. */
export function isGroup(expression: Expression): boolean {
  return groups.has(expression);
}

/** The chain as groups of groups, so that no level is longer than MAX_CHAIN. */
export function grouped(kind: 'and' | 'or', of: readonly Expression[]): readonly Expression[] {
  const size = Math.max(GROUP_SIZE, Math.ceil(of.length / MAX_CHAIN));
  const made: Expression[] = [];
  for (let at = 0; at < of.length; at += size) {
    const members = of.slice(at, at + size);
    const group: Expression = {
      kind,
      of: members.length > MAX_CHAIN ? grouped(kind, members) : members,
    };
    groups.add(group);
    made.push(group);
  }
  return made;
}
