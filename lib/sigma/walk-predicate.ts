import type { Predicate } from './types';

export type Leaf = Extract<Predicate, { kind: 'test' }>;

/** The sum of the weights of a predicate's tests. */
export function sumTests(predicate: Predicate, weigh: (leaf: Leaf) => number): number {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.of.reduce((sum, child) => sum + sumTests(child, weigh), 0);
    case 'not':
      return sumTests(predicate.of, weigh);
    case 'test':
      return weigh(predicate);
  }
}

/** The predicate with every test replaced. Shared parts stay shared. */
export function createPredicateMap(
  replace: (leaf: Leaf) => Predicate,
): (predicate: Predicate) => Predicate {
  const done = new Map<Predicate, Predicate>();
  const map = (predicate: Predicate): Predicate => {
    const known = done.get(predicate);
    if (known) return known;
    const made = mapNode(predicate);
    done.set(predicate, made);
    return made;
  };
  const mapNode = (predicate: Predicate): Predicate => {
    switch (predicate.kind) {
      case 'and':
      case 'or':
        return { ...predicate, of: predicate.of.map(map) };
      case 'not':
        return { kind: 'not', of: map(predicate.of) };
      case 'test':
        return replace(predicate);
    }
  };
  return map;
}
