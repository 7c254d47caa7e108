import { type Leaf, leafKey, type Predicate } from '@/lib/sigma';

/** A variable that holds (`2 * variable`) or does not (`2 * variable + 1`). */
export type Literal = number;

export const literal = (variable: number, holds: boolean): Literal =>
  holds ? 2 * variable : 2 * variable + 1;
export const negated = (one: Literal): Literal => one ^ 1;
export const variableOf = (one: Literal): number => one >> 1;

/** A variable that holds if and only if all parts do. */
export interface Gate {
  readonly variable: number;
  readonly parts: readonly Literal[];
}

/**
 * Conditions as numbered comparisons and conjunctions of them. An alternative is a conjunction that does
 * not hold, of parts that do not, so that the same condition has the same number however it is written:
 * `not 1 of filter_*` is `not filter_a and not filter_b`.
 */
export class Circuit {
  /** The comparisons by their variables; null: the variable is of a gate. */
  readonly leaves: (Leaf | null)[] = [];
  readonly gates: Gate[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly gateOf = new Map<number, Gate>();

  literalOf(predicate: Predicate): Literal {
    switch (predicate.kind) {
      case 'test':
        return literal(this.variable(`leaf ${leafKey(predicate)}`, predicate), true);
      case 'not':
        return negated(this.literalOf(predicate.of));
      case 'and':
        return this.all(predicate.of.map((part) => this.literalOf(part)));
      case 'or':
        return negated(this.all(predicate.of.map((part) => negated(this.literalOf(part)))));
    }
  }

  /** The conjunction of literals. */
  all(literals: readonly Literal[]): Literal {
    const parts = [...new Set(literals.flatMap((one) => this.partsOf(one)))].sort((a, b) => a - b);
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    const variable = this.variable(`all ${parts.join()}`, null);
    if (!this.gateOf.has(variable)) {
      const gate = { variable, parts };
      this.gateOf.set(variable, gate);
      this.gates.push(gate);
    }
    return literal(variable, true);
  }

  private partsOf(one: Literal): readonly Literal[] {
    const gate = one % 2 === 0 ? this.gateOf.get(variableOf(one)) : undefined;
    return gate?.parts ?? [one];
  }

  private variable(key: string, leaf: Leaf | null): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.leaves.length);
    return this.leaves.push(leaf) - 1;
  }
}
