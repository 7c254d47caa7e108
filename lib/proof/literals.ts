import type { Predicate, Test } from '@/lib/sigma';

/** One comparison, and whether it must hold. */
export interface Literal {
  readonly field: string | null;
  readonly test: Test;
  readonly holds: boolean;
  readonly selection: string;
  /** Its place among the predicate's comparisons, in the order written. */
  readonly leaf: number;
}

/** Number of comparisons below each node, so that leaves can be numbered without a table. */
const sizes = new WeakMap<Predicate, number>();

export function leafCount(predicate: Predicate): number {
  const known = sizes.get(predicate);
  if (known !== undefined) return known;
  let count = 1;
  if (predicate.kind === 'not') count = leafCount(predicate.of);
  else if (predicate.kind !== 'test') {
    count = predicate.of.reduce((sum, child) => sum + leafCount(child), 0);
  }
  sizes.set(predicate, count);
  return count;
}

export interface Choice {
  /** Leaves not exercised yet: an alternative that has one is taken first. */
  readonly wants: (leaf: number) => boolean;
  /** Other alternatives for other turns, when the first ones contradict each other. */
  readonly turn: number;
}

/**
 * Comparisons that together make the predicate true (or false, for `holds` false): one alternative
 * of each disjunction, all parts of each conjunction.
 */
export function literalsOf(predicate: Predicate, holds: boolean, choice: Choice): Literal[] {
  const literals: Literal[] = [];
  collect(predicate, holds, 0, choice, literals);
  return literals;
}

function collect(
  predicate: Predicate,
  holds: boolean,
  first: number,
  choice: Choice,
  into: Literal[],
): void {
  switch (predicate.kind) {
    case 'test':
      into.push({
        field: predicate.field,
        test: predicate.test,
        holds,
        selection: predicate.origin.selection,
        leaf: first,
      });
      return;
    case 'not':
      collect(predicate.of, !holds, first, choice, into);
      return;
    case 'and':
    case 'or': {
      const all = (predicate.kind === 'and') === holds;
      const starts = childStarts(predicate.of, first);
      if (all) {
        predicate.of.forEach((child, at) => {
          collect(child, holds, starts[at] ?? first, choice, into);
        });
        return;
      }
      const at = pick(predicate.of, starts, holds, choice);
      const child = predicate.of[at];
      if (child) collect(child, holds, starts[at] ?? first, choice, into);
    }
  }
}

function childStarts(children: readonly Predicate[], first: number): number[] {
  const starts: number[] = [];
  let next = first;
  for (const child of children) {
    starts.push(next);
    next += leafCount(child);
  }
  return starts;
}

/**
 * Which alternative to take. What must hold takes the first with an unexercised comparison; what must
 * not hold takes the cheapest to break.
 */
function pick(
  children: readonly Predicate[],
  starts: readonly number[],
  holds: boolean,
  choice: Choice,
): number {
  if (children.length === 0) return 0;
  if (holds) {
    const wanted = children.findIndex((child, at) => {
      const start = starts[at] ?? 0;
      for (let leaf = start; leaf < start + leafCount(child); leaf++) {
        if (choice.wants(leaf)) return true;
      }
      return false;
    });
    if (wanted !== -1) return wanted;
  }
  return choice.turn % children.length;
}

/** Leaves that speak against a match: those below an odd number of negations. */
export function excludingLeaves(predicate: Predicate): Set<number> {
  const found = new Set<number>();
  const visit = (node: Predicate, holds: boolean, first: number): void => {
    if (node.kind === 'test') {
      if (!holds) found.add(first);
    } else if (node.kind === 'not') visit(node.of, !holds, first);
    else {
      const starts = childStarts(node.of, first);
      node.of.forEach((child, at) => {
        visit(child, holds, starts[at] ?? first);
      });
    }
  };
  visit(predicate, true, 0);
  return found;
}
