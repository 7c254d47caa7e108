import { type Gate, type Literal, literal, negated } from './circuit';

/** Work that is left to do, in about the time that a literal takes. Counted down by whoever works. */
export interface Effort {
  left: number;
}

/** At least one of these holds. */
export type Clause = readonly Literal[];

export interface Problem {
  /** How many variables there are. */
  readonly variables: number;
  readonly gates: readonly Gate[];
  /** What must hold. */
  readonly wanted: readonly Literal[];
  readonly clauses: readonly Clause[];
}

/**
 * Literals with which everything wanted holds, whatever the variables are that they leave open; 'none' if
 * there are no such; 'unknown' if that takes too much effort. By trying and unit propagation (the procedure of
 * Davis, Putnam, Logemann and Loveland). It decides nothing but why a gate does not hold: clauses are to
 * be such that they hold where no literal of theirs is decided.
 */
export function findModel(
  problem: Problem,
  effort: Effort,
): readonly Literal[] | 'none' | 'unknown' {
  return new Search(problem, effort).run();
}

interface Decision {
  readonly literal: Literal;
  /** How much of the trail was there before it. */
  readonly trail: number;
}

class Search {
  private readonly effort: Effort;
  private readonly gates: readonly Gate[];
  private readonly wanted: readonly Literal[];
  /** For each literal the clauses in which it is. */
  private readonly within: Clause[][];
  private readonly holds: Uint8Array;
  private readonly trail: Literal[] = [];
  private readonly decisions: Decision[] = [];

  constructor({ variables, gates, wanted, clauses }: Problem, effort: Effort) {
    this.effort = effort;
    this.gates = gates;
    this.wanted = wanted;
    this.holds = new Uint8Array(2 * variables);
    this.within = Array.from({ length: 2 * variables }, () => []);
    for (const clause of [...gates.flatMap(clausesOf), ...clauses]) {
      for (const one of clause) this.within[one]?.push(clause);
    }
  }

  run(): readonly Literal[] | 'none' | 'unknown' {
    const empty = this.gates.filter(({ parts }) => parts.length === 0);
    const given = [...empty.map(({ variable }) => literal(variable, true)), ...this.wanted];
    if (!given.every((one) => this.assume(one))) return 'none';
    while (this.effort.left > 0) {
      const next = this.undecided();
      if (next === null) return [...this.trail];
      this.decisions.push({ literal: next, trail: this.trail.length });
      let consistent = this.assume(next);
      while (!consistent) {
        const last = this.decisions.pop();
        if (!last) return 'none';
        this.undo(last.trail);
        consistent = this.assume(negated(last.literal));
      }
    }
    return 'unknown';
  }

  /**
   * A part not to hold of a gate that does not hold for no reason yet: of the one with the fewest parts
   * left, because what is decided for it may serve the others. Null if there is no such gate.
   */
  private undecided(): Literal | null {
    let fewest: Literal[] | null = null;
    for (const { variable, parts } of this.gates) {
      this.effort.left--;
      if (!this.isFalse(literal(variable, true))) continue;
      this.effort.left -= parts.length;
      if (parts.some((part) => this.isFalse(part))) continue;
      const open = parts.filter((part) => this.holds[part] === 0);
      if (!fewest || open.length < fewest.length) fewest = open;
    }
    const [first] = fewest ?? [];
    return first === undefined ? null : negated(first);
  }

  private isFalse(one: Literal): boolean {
    return this.holds[negated(one)] === 1;
  }

  /** Takes a literal and all that follows; false if that breaks a clause. */
  private assume(one: Literal): boolean {
    const open = [one];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.holds[next] === 1) continue;
      if (this.isFalse(next)) return false;
      this.holds[next] = 1;
      this.trail.push(next);
      for (const clause of this.within[negated(next)] ?? []) {
        const left = this.lastLeft(clause);
        if (left === 'none') return false;
        if (left !== null) open.push(left);
      }
    }
    return true;
  }

  /** The only literal that can still make the clause hold; null if it holds or has several. */
  private lastLeft(clause: Clause): Literal | 'none' | null {
    this.effort.left -= clause.length;
    let left: Literal | 'none' = 'none';
    for (const one of clause) {
      if (this.holds[one] === 1) return null;
      if (this.isFalse(one)) continue;
      if (left !== 'none') return null;
      left = one;
    }
    return left;
  }

  private undo(length: number): void {
    for (const one of this.trail.splice(length)) this.holds[one] = 0;
  }
}

/** That a gate holds if and only if its parts do. */
function clausesOf({ variable, parts }: Gate): Clause[] {
  const itself = literal(variable, true);
  return [
    ...parts.map((part) => [negated(itself), part]),
    [itself, ...parts.map((part) => negated(part))],
  ];
}
