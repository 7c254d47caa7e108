import { allComparisons, type Comparison, conjuncts, disjuncts, type Node } from './comparison';

/** One way to match: a condition that must hold, and exceptions that must not. */
export interface Way {
  readonly wanted: Node | null;
  readonly excluded: readonly Node[];
}

/** The ways to match a condition, at least one. Alternatives that are plain comparisons are one way. */
export function waysOf(node: Node): readonly Way[] {
  const ways = disjuncts(node);
  return ways.every(({ kind }) => kind === 'comparison') ? [wayOf(node)] : ways.map(wayOf);
}

function wayOf(node: Node): Way {
  const wanted = conjuncts(node).filter(({ kind }) => kind !== 'not');
  const [only] = wanted;
  return {
    wanted: wanted.length > 1 ? { kind: 'and', of: wanted } : (only ?? null),
    excluded: conjuncts(node).flatMap((part) => (part.kind === 'not' ? disjuncts(part.of) : [])),
  };
}

/** The comparisons that the rule looks for, without those of its exceptions. */
export function wantedComparisons(ways: readonly Way[]): Comparison[] {
  return ways.flatMap(({ wanted }) => (wanted ? affirmed(wanted) : []));
}

function affirmed(node: Node): Comparison[] {
  if (node.kind === 'not') return [];
  return node.kind === 'comparison' ? [node] : node.of.flatMap(affirmed);
}

/** Whether every way to match asks for a value of one of the fields. */
export function everyWayAsks(ways: readonly Way[], fields: ReadonlySet<string>): boolean {
  return ways.every(({ wanted }) =>
    (wanted ? conjuncts(wanted) : []).some((part) => {
      if (part.kind === 'not') return false;
      return allComparisons(part).every(({ field }) => field !== null && fields.has(field));
    }),
  );
}
