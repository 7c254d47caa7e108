import type { Tactic, Technique } from './types';

/** What coverage needs to know about a rule. */
export interface CoveredRule {
  /** Live technique ids. */
  readonly techniques: readonly string[];
  readonly level: string | null;
  /** Has a query on at least one target. */
  readonly translated: boolean;
  /** A query of it fired on a real sample. */
  readonly proven: boolean;
}

export interface Counts {
  readonly rules: number;
  readonly translated: number;
  readonly proven: number;
  /** Level → number of rules; levels without a rule are omitted. */
  readonly levels: Readonly<Record<string, number>>;
}

export interface CoverageEntry {
  readonly technique: Pick<Technique, 'id' | 'name'>;
  readonly counts: Counts;
}

export interface CoverageCell extends CoverageEntry {
  /** The technique's own rules, those of sub-techniques left out. */
  readonly own: Counts;
  /** Those that belong to the tactic too, in the order of their ids. */
  readonly subs: readonly CoverageEntry[];
}

export interface CoverageColumn {
  readonly tactic: Pick<Tactic, 'shortName' | 'name'>;
  /** By name, as MITRE's matrix has them. */
  readonly cells: readonly CoverageCell[];
  /** Distinct rules over the column's techniques. */
  readonly counts: Counts;
}

export interface Coverage {
  readonly columns: readonly CoverageColumn[];
  /** Distinct rules that name a technique. */
  readonly counts: Counts;
  readonly totals: {
    readonly techniques: number;
    readonly subTechniques: number;
    readonly coveredTechniques: number;
    readonly coveredSubTechniques: number;
  };
  /** Techniques without a rule; a parent counts as covered through a sub-technique. */
  readonly gaps: readonly Pick<Technique, 'id' | 'name' | 'tactics' | 'parentId'>[];
}

type Matrix = {
  readonly tactics: readonly Pick<Tactic, 'shortName' | 'name'>[];
  readonly techniques: ReadonlyMap<string, Pick<Technique, 'id' | 'name' | 'parentId' | 'tactics'>>;
};

/**
 * Counts rules into the matrix: one column a tactic, one cell a technique, with its sub-techniques. A
 * technique appears in every tactic that it has. A rule counts once per technique, and in the parent of
 * a sub-technique that it names; ids that the matrix does not have are left out.
 */
export function coverage(attack: Matrix, rules: readonly CoveredRule[]): Coverage {
  const own = new Map<string, Set<CoveredRule>>();
  const whole = new Map<string, Set<CoveredRule>>();
  for (const rule of rules) {
    for (const id of rule.techniques) {
      const technique = attack.techniques.get(id);
      if (!technique) continue;
      include(own, id, rule);
      include(whole, id, rule);
      if (technique.parentId) include(whole, technique.parentId, rule);
    }
  }
  const counted = new Map([...whole].map(([id, set]) => [id, count(set)]));
  const countsOf = (id: string) => counted.get(id) ?? NONE;
  const techniques = [...attack.techniques.values()];
  const columns = attack.tactics.map((tactic) => {
    const inside = techniques.filter(({ tactics }) => tactics.includes(tactic.shortName));
    const isTop = ({ parentId }: { parentId: string | null }) =>
      parentId === null || !inside.some(({ id }) => id === parentId);
    const top = inside.filter(isTop).sort((a, b) => (a.name < b.name ? -1 : 1));
    const cells = top.map((technique) => ({
      technique: { id: technique.id, name: technique.name },
      counts: countsOf(technique.id),
      own: count(own.get(technique.id) ?? new Set()),
      subs: inside
        .filter(({ parentId }) => parentId === technique.id)
        .map(({ id, name }) => ({ technique: { id, name }, counts: countsOf(id) })),
    }));
    const distinct = new Set(inside.flatMap(({ id }) => [...(own.get(id) ?? [])]));
    return { tactic, cells, counts: count(distinct) };
  });
  const gaps = techniques.filter(({ id }) => !whole.has(id));
  const gapSubs = gaps.filter(({ parentId }) => parentId !== null).length;
  const subs = techniques.filter(({ parentId }) => parentId !== null).length;
  return {
    columns,
    counts: count(new Set([...own.values()].flatMap((set) => [...set]))),
    totals: {
      techniques: techniques.length - subs,
      subTechniques: subs,
      coveredTechniques: techniques.length - subs - (gaps.length - gapSubs),
      coveredSubTechniques: subs - gapSubs,
    },
    gaps: gaps.map(({ id, name, tactics, parentId }) => ({ id, name, tactics, parentId })),
  };
}

function include(sets: Map<string, Set<CoveredRule>>, id: string, rule: CoveredRule) {
  const set = sets.get(id);
  if (set) set.add(rule);
  else sets.set(id, new Set([rule]));
}

function count(rules: ReadonlySet<CoveredRule>): Counts {
  const levels: Record<string, number> = {};
  let translated = 0;
  let proven = 0;
  for (const rule of rules) {
    if (rule.level) levels[rule.level] = (levels[rule.level] ?? 0) + 1;
    if (rule.translated) translated++;
    if (rule.proven) proven++;
  }
  return { rules: rules.size, translated, proven, levels };
}

const NONE = count(new Set());
