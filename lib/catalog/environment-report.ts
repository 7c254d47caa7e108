import type { OwnTables } from '@/lib/own-tables/own-tables';
import { COST_LEVELS, type CostLevel } from '@/lib/translate/types';
import { type QueryTest, runsWith } from './query-tests';
import type { IndexedQuery, IndexedRule } from './rule-index';

/** Where a table is: in a Sentinel workspace, or in Defender XDR. */
export type Service = 'sentinel' | 'defender';

/** What one more table would give. */
export interface Unlock {
  readonly service: Service;
  readonly table: string;
  /** Rules that do not run yet and would with this table alone. */
  readonly rules: number;
  /** Of those, the ones of level high or critical. */
  readonly grave: number;
  /** Techniques of those rules that no rule that runs now is for. */
  readonly techniques: number;
  /** Those rules by the cost of their cheapest query on the table. */
  readonly costs: ReadonlyMap<CostLevel, number>;
}

/** Tables that give rules only together. */
export interface Together {
  readonly service: Service;
  readonly tables: readonly string[];
  readonly rules: number;
}

export interface EnvironmentReport {
  /** Rules in the feed. */
  readonly total: number;
  readonly running: readonly IndexedRule[];
  /** Target → how many of the rules that run have a query on it that runs. */
  readonly byTarget: ReadonlyMap<string, number>;
  /** Largest gain first. */
  readonly unlocks: readonly Unlock[];
  /** Most rules first. Each rule counts for the fewest tables that it lacks, and for no `unlocks`. */
  readonly together: readonly Together[];
  /** Rules without any query. */
  readonly withoutQuery: number;
}

/** What runs with one's own tables, and what more tables would give. */
export function environmentReport(
  rules: readonly IndexedRule[],
  own: OwnTables,
): EnvironmentReport {
  const feed = rules.filter((rule) => rule.inFeed);
  const runs = runsWith(own);
  const running = feed.filter(({ queries }) => queries.some(runs));
  const covered = new Set(running.flatMap(({ techniques }) => techniques));
  const unlocks = new Map<string, Gain>();
  const together = new Map<string, Together>();
  for (const rule of feed) {
    if (rule.queries.length === 0 || rule.queries.some(runs)) continue;
    const gains = gainsOf(rule, own);
    if (gains.size === 0) addTogether(together, rule, own);
    for (const [key, { cost, ...place }] of gains) addGain(unlocks, key, place, rule, cost);
  }
  return {
    total: feed.length,
    running,
    byTarget: targetsOf(running, runs),
    unlocks: [...unlocks.values()]
      .map(({ techniques, ...gain }) => ({
        ...gain,
        techniques: [...techniques].filter((id) => !covered.has(id)).length,
      }))
      .sort((a, b) => b.rules - a.rules || a.table.localeCompare(b.table)),
    together: [...together.values()].sort((a, b) => b.rules - a.rules),
    withoutQuery: feed.filter(({ queries }) => queries.length === 0).length,
  };
}

interface Gain extends Omit<Unlock, 'techniques' | 'rules' | 'grave' | 'costs'> {
  rules: number;
  grave: number;
  readonly techniques: Set<string>;
  readonly costs: Map<CostLevel, number>;
}

type Place = Pick<Unlock, 'service' | 'table'>;

/** Each table that alone would make a rule run, with the cost of the cheapest query on it. */
function gainsOf(rule: IndexedRule, own: OwnTables) {
  const gains = new Map<string, Place & { cost: CostLevel | null }>();
  for (const query of rule.queries) {
    const [lacks, ...more] = lacking(query, own);
    if (!lacks || more.length > 0) continue;
    const service = serviceOf(query);
    for (const table of lacks.filter((name) => !isParser(name))) {
      const key = `${service} ${table}`;
      const known = gains.get(key);
      if (!known || rank(query.cost) < rank(known.cost)) {
        gains.set(key, { service, table, cost: query.cost });
      }
    }
  }
  return gains;
}

function addGain(
  unlocks: Map<string, Gain>,
  key: string,
  place: Place,
  { level, techniques }: IndexedRule,
  cost: CostLevel | null,
): void {
  const gain = unlocks.get(key) ?? {
    ...place,
    rules: 0,
    grave: 0,
    techniques: new Set(),
    costs: new Map(),
  };
  unlocks.set(key, gain);
  gain.rules++;
  if (level === 'high' || level === 'critical') gain.grave++;
  for (const id of techniques) gain.techniques.add(id);
  if (cost) gain.costs.set(cost, (gain.costs.get(cost) ?? 0) + 1);
}

function addTogether(together: Map<string, Together>, rule: IndexedRule, own: OwnTables): void {
  const [nearest] = rule.queries
    .map((query) => ({ service: serviceOf(query), lacks: lacking(query, own) }))
    .sort((a, b) => a.lacks.length - b.lacks.length);
  if (!nearest) return;
  const tables = nearest.lacks.flatMap(([table]) => table ?? []);
  const key = `${nearest.service} ${tables.join(' ')}`;
  const rules = (together.get(key)?.rules ?? 0) + 1;
  together.set(key, { service: nearest.service, tables, rules });
}

/** For each table that a query lacks, the names of which one would be enough. */
function lacking({ target, needs }: IndexedQuery, own: OwnTables): IndexedQuery['needs'] {
  const has = target === 'defender-xdr' ? own.defender : own.sentinel;
  return needs.filter((tables) => !tables.some((table) => has.includes(table)));
}

function targetsOf(running: readonly IndexedRule[], runs: QueryTest): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { queries } of running) {
    for (const target of new Set(queries.filter(runs).map((query) => query.target))) {
      counts.set(target, (counts.get(target) ?? 0) + 1);
    }
  }
  return counts;
}

function serviceOf({ target }: IndexedQuery): Service {
  return target === 'defender-xdr' ? 'defender' : 'sentinel';
}

/** Every workspace has the parsers; what a person adds is a table. */
function isParser(name: string): boolean {
  return name.startsWith('_Im_');
}

function rank(cost: CostLevel | null): number {
  return cost ? COST_LEVELS.indexOf(cost) : COST_LEVELS.length;
}
