import type { FoundRules } from './feed';
import type { IndexedRule } from './rule-index';

/** A technique with its numbers of rules on both sides. */
export interface ComparedTechnique {
  readonly id: string;
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

export interface ComparedTactic {
  readonly shortName: string;
  readonly name: string;
  readonly techniques: number;
  /** How many of them have a rule. */
  readonly a: number;
  readonly b: number;
}

export interface ComparedCoverage {
  /** Techniques and sub-techniques with a rule on one side only, and on both; the largest difference first. */
  readonly onlyA: readonly ComparedTechnique[];
  readonly onlyB: readonly ComparedTechnique[];
  readonly both: readonly ComparedTechnique[];
  readonly neither: number;
  readonly tactics: readonly ComparedTactic[];
}

/** What the rules of two filters cover. A rule counts for the parents of its sub-techniques too. */
export function compareCoverage(
  a: Pick<FoundRules, 'index' | 'rules'>,
  b: Pick<FoundRules, 'rules'>,
): ComparedCoverage {
  const { techniques, tactics } = a.index;
  const countsA = countRules(a.rules);
  const countsB = countRules(b.rules);
  const all = [...techniques.values()].map(({ id, name, tactics: own }) => ({
    id,
    name,
    tactics: own,
    a: countsA.get(id) ?? 0,
    b: countsB.get(id) ?? 0,
  }));
  const ranked = (which: (one: ComparedTechnique) => boolean) =>
    all
      .filter(which)
      .sort((x, y) => Math.abs(y.a - y.b) - Math.abs(x.a - x.b) || (x.id < y.id ? -1 : 1))
      .map(({ id, name, a, b }) => ({ id, name, a, b }));
  return {
    onlyA: ranked((one) => one.a > 0 && one.b === 0),
    onlyB: ranked((one) => one.a === 0 && one.b > 0),
    both: ranked((one) => one.a > 0 && one.b > 0),
    neither: all.filter((one) => one.a === 0 && one.b === 0).length,
    tactics: tactics.map(({ shortName, name }) => {
      const inside = all.filter((one) => one.tactics.includes(shortName));
      return {
        shortName,
        name,
        techniques: inside.length,
        a: inside.filter((one) => one.a > 0).length,
        b: inside.filter((one) => one.b > 0).length,
      };
    }),
  };
}

function countRules(rules: readonly IndexedRule[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { techniquesAndParents } of rules) {
    for (const id of techniquesAndParents) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
