import type { CharSet } from './char-set';
import type { Assertion, RegexNode } from './regex-node';

/**
 * A regular expression as a nondeterministic automaton (Thompson's construction). Each state leads on
 * by reading a character, by an assertion, or freely; the expression matches where `match` is reached.
 */
export type State =
  | { readonly kind: 'chars'; readonly set: CharSet; next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; next: number }
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: 'match' };

export interface Program {
  readonly states: readonly State[];
  readonly start: number;
}

/** Counted repeats are expanded, so a short expression can become large. */
export const MAX_STATES = 10_000;

/** The number of states of an expression, without creating them. */
export function countStates(node: RegexNode): number {
  switch (node.kind) {
    case 'chars':
    case 'assert':
      return 1;
    case 'concat':
      return node.of.reduce((sum, child) => sum + countStates(child), 0);
    case 'alternate':
      return node.of.reduce((sum, child) => sum + countStates(child) + 1, -1);
    case 'repeat': {
      const one = countStates(node.of);
      const optional = node.max === Number.POSITIVE_INFINITY ? 1 : node.max - node.min;
      return node.min * one + optional * (one + 1);
    }
  }
}

export function compileProgram(node: RegexNode): Program {
  const states: State[] = [{ kind: 'match' }];
  const add = (state: State): number => states.push(state) - 1;

  /** Compiles a node to continue at `next`, from the end to the start. */
  const build = (part: RegexNode, next: number): number => {
    switch (part.kind) {
      case 'chars':
        return add({ kind: 'chars', set: part.set, next });
      case 'assert':
        return add({ kind: 'assert', what: part.what, next });
      case 'concat':
        return part.of.reduceRight((after, child) => build(child, after), next);
      case 'alternate':
        return part.of
          .map((child) => build(child, next))
          .reduceRight((other, one) => add({ kind: 'fork', next: one, other }));
      case 'repeat':
        return repeat(part, next);
    }
  };

  const repeat = (part: Extract<RegexNode, { kind: 'repeat' }>, next: number): number => {
    let after = next;
    if (part.max === Number.POSITIVE_INFINITY) {
      const loop: Extract<State, { kind: 'fork' }> = { kind: 'fork', next: 0, other: next };
      after = add(loop);
      loop.next = build(part.of, after);
    } else {
      for (let count = part.min; count < part.max; count++) {
        after = add({ kind: 'fork', next: build(part.of, after), other: next });
      }
    }
    for (let count = 0; count < part.min; count++) after = build(part.of, after);
    return after;
  };

  const start = build(node, 0);
  return { states, start };
}
