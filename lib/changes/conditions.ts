import { impliedPairs, type Leaf, type Predicate } from '@/lib/sigma';
import { Circuit, type Literal, literal, negated, variableOf } from './circuit';
import { areExclusive } from './exclusive';
import { type Clause, type Effort, findModel } from './models';

/** Comparisons together beyond which nothing is decided. */
const MAX_LEAVES = 4000;
/** For all solutions together: seconds. */
const MAX_EFFORT = 50_000_000;
/** Of each part of a pattern in a solution, which the caller makes an event of. */
const EFFORT_OF_USE = 200;

/** A comparison that holds, or that does not. */
export interface Decided {
  readonly leaf: Leaf;
  readonly holds: boolean;
}

export interface Part {
  readonly predicate: Predicate;
  readonly holds: boolean;
}

/** What must hold, or must not, at once; and ways to have it so. */
export class Conditions {
  private readonly circuit = new Circuit();
  private readonly wanted: Literal[];
  private readonly effort: Effort = { left: MAX_EFFORT };
  private clauses: Clause[] | null = null;

  constructor(parts: readonly Part[]) {
    this.wanted = parts.map(({ predicate, holds }) => {
      const whole = this.circuit.literalOf(predicate);
      return holds ? whole : negated(whole);
    });
  }

  /** Comparisons that make it so, the others being of no matter; else whether there are none. */
  solve(): readonly Decided[] | 'none' | 'unknown' {
    const { circuit, wanted } = this;
    if (wanted.some((one) => wanted.includes(negated(one)))) return 'none';
    const { leaves, gates } = circuit;
    if (leaves.length > MAX_LEAVES) return 'unknown';
    this.clauses ??= implications(leaves);
    const clauses = this.clauses;
    const problem = { variables: leaves.length, gates, wanted, clauses };
    const model = findModel(problem, this.effort);
    if (typeof model === 'string') return model;
    return model.flatMap((one) => {
      const leaf = leaves[variableOf(one)];
      if (!leaf) return [];
      this.effort.left -= EFFORT_OF_USE * partsOf(leaf);
      return [{ leaf, holds: one % 2 === 0 }];
    });
  }

  /** Keeps later solutions from having all of these. */
  exclude(parts: readonly Decided[]): void {
    const { circuit } = this;
    const all = parts.map(({ leaf, holds }) => {
      const one = circuit.literalOf(leaf);
      return holds ? one : negated(one);
    });
    this.wanted.push(negated(circuit.all(all)));
  }

  /** Keeps later solutions from taking two values for one, where the comparison is one of them. */
  takeAsSingle(leaf: Leaf): void {
    for (const other of this.circuit.leaves) {
      if (!other || !areExclusive(leaf, other)) continue;
      this.clauses?.push([leaf, other].map((one) => negated(this.circuit.literalOf(one))));
    }
  }
}

function partsOf({ test }: Leaf): number {
  return test.kind === 'pattern' ? test.pattern.length : 1;
}

function implications(leaves: readonly (Leaf | null)[]): Clause[] {
  return impliedPairs(leaves).map(([from, to]) => [literal(from, false), literal(to, true)]);
}
