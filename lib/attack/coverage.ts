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
  const all = new Tally();
  const own = new Tallies();
  const whole = new Tallies();
  const tactics = new Tallies();
  for (const { rule, size } of kindsOf(rules)) {
    const named = [...new Set(rule.techniques)].flatMap((id) => attack.techniques.get(id) ?? []);
    if (named.length > 0) all.add(rule, size);
    own.add(
      named.map(({ id }) => id),
      rule,
      size,
    );
    const parents = named.flatMap(({ id, parentId }) => (parentId ? [id, parentId] : [id]));
    whole.add(parents, rule, size);
    tactics.add(
      named.flatMap((technique) => technique.tactics),
      rule,
      size,
    );
  }
  const techniques = [...attack.techniques.values()];
  const columns = attack.tactics.map((tactic) => {
    const inside = techniques.filter(({ tactics }) => tactics.includes(tactic.shortName));
    const isTop = ({ parentId }: { parentId: string | null }) =>
      parentId === null || !inside.some(({ id }) => id === parentId);
    const top = inside.filter(isTop).sort((a, b) => (a.name < b.name ? -1 : 1));
    const cells = top.map((technique) => ({
      technique: { id: technique.id, name: technique.name },
      counts: whole.counts(technique.id),
      own: own.counts(technique.id),
      subs: inside
        .filter(({ parentId }) => parentId === technique.id)
        .map(({ id, name }) => ({ technique: { id, name }, counts: whole.counts(id) })),
    }));
    return { tactic, cells, counts: tactics.counts(tactic.shortName) };
  });
  const gaps = techniques.filter(({ id }) => !whole.has(id));
  const gapSubs = gaps.filter(({ parentId }) => parentId !== null).length;
  const subs = techniques.filter(({ parentId }) => parentId !== null).length;
  return {
    columns,
    counts: all.counts(),
    totals: {
      techniques: techniques.length - subs,
      subTechniques: subs,
      coveredTechniques: techniques.length - subs - (gaps.length - gapSubs),
      coveredSubTechniques: subs - gapSubs,
    },
    gaps: gaps.map(({ id, name, tactics, parentId }) => ({ id, name, tactics, parentId })),
  };
}

/** Thousands of rules count alike, so they are counted together. */
function kindsOf(rules: readonly CoveredRule[]): Iterable<{ rule: CoveredRule; size: number }> {
  const kinds = new Map<string, { rule: CoveredRule; size: number }>();
  for (const rule of rules) {
    const { techniques, level, translated, proven } = rule;
    const key = `${level} ${translated} ${proven} ${techniques.join()}`;
    const kind = kinds.get(key);
    if (kind) kind.size++;
    else kinds.set(key, { rule, size: 1 });
  }
  return kinds.values();
}

class Tally {
  #rules = 0;
  #translated = 0;
  #proven = 0;
  readonly #levels: Record<string, number> = {};

  add({ level, translated, proven }: CoveredRule, size: number): void {
    this.#rules += size;
    if (level) this.#levels[level] = (this.#levels[level] ?? 0) + size;
    if (translated) this.#translated += size;
    if (proven) this.#proven += size;
  }

  counts(): Counts {
    return {
      rules: this.#rules,
      translated: this.#translated,
      proven: this.#proven,
      levels: this.#levels,
    };
  }
}

class Tallies {
  readonly #byKey = new Map<string, Tally>();

  /** Counts rules once for each of the keys, which may name one several times. */
  add(keys: readonly string[], rule: CoveredRule, size: number): void {
    for (const key of new Set(keys)) {
      const known = this.#byKey.get(key);
      const tally = known ?? new Tally();
      if (!known) this.#byKey.set(key, tally);
      tally.add(rule, size);
    }
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  counts(key: string): Counts {
    return this.#byKey.get(key)?.counts() ?? NONE;
  }
}

const NONE = new Tally().counts();
