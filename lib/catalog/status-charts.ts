import { coverage } from '@/lib/attack';
import { TARGETS, type Target } from '@/lib/target';
import type { Outcome } from '@/lib/translate';
import { coveredRule } from './coverage';
import { getRuleIndex } from './get-rule-index';
import type { IndexedRule } from './rule-index';

/** The numbers of the status page’s charts, over the rules in the feed. */
export interface StatusCharts {
  /** Oldest first, without a gap. */
  readonly months: readonly MonthOfRules[];
  /** Most rules first. */
  readonly logSources: readonly LogSourceOutcomes[];
  /** In matrix order. */
  readonly tactics: readonly TacticCoverage[];
}

export interface MonthOfRules {
  /** `2026-08` */
  readonly month: string;
  /** Level → rules written in the month. */
  readonly levels: ReadonlyMap<string, number>;
}

export interface LogSourceOutcomes
  extends Readonly<Pick<IndexedRule, 'product' | 'category' | 'service'>> {
  readonly rules: number;
  readonly outcomes: Readonly<Record<Target, Readonly<Record<Outcome, number>>>>;
}

/** The techniques of a tactic, sub-techniques aside, by the best that the catalog has for them. */
export interface TacticCoverage {
  readonly name: string;
  readonly proven: number;
  readonly query: number;
  readonly rule: number;
  readonly none: number;
}

const MONTHS = 36;

/** Counts the rules in memory, so that no page scans the tables. `until` is the time of the last sync. */
export async function getStatusCharts(until: Date): Promise<StatusCharts> {
  const index = await getRuleIndex();
  const rules = index.rules.filter(({ inFeed }) => inFeed);
  return {
    months: monthsOfRules(rules, until),
    logSources: logSourceOutcomes(rules),
    tactics: coverage(index, rules.map(coveredRule)).columns.map(({ tactic, cells }) => {
      const withRule = cells.filter(({ counts }) => counts.rules > 0).length;
      const withQuery = cells.filter(({ counts }) => counts.translated > 0).length;
      const proven = cells.filter(({ counts }) => counts.proven > 0).length;
      return {
        name: tactic.name,
        proven,
        query: withQuery - proven,
        rule: withRule - withQuery,
        none: cells.length - withRule,
      };
    }),
  };
}

/**
 * The 36 months up to the newest rule’s. A rule that claims to be of the future is left out, because its date is a
 * stranger’s text.
 */
export function monthsOfRules(
  rules: readonly Pick<IndexedRule, 'date' | 'level'>[],
  until: Date,
): readonly MonthOfRules[] {
  const last = until.toISOString().slice(0, 7);
  const counts = new Map<string, Map<string, number>>();
  for (const { date, level } of rules) {
    const [, year, month] = /^(\d{4})[-/](0[1-9]|1[0-2])[-/]/.exec(date ?? '') ?? [];
    if (!year || `${year}-${month}` > last) continue;
    const levels = counts.get(`${year}-${month}`) ?? new Map<string, number>();
    counts.set(`${year}-${month}`, levels);
    levels.set(level ?? 'none', (levels.get(level ?? 'none') ?? 0) + 1);
  }
  const newest = [...counts.keys()].sort().at(-1);
  if (!newest) return [];
  return monthsUpTo(newest).map((month) => ({ month, levels: counts.get(month) ?? new Map() }));
}

function monthsUpTo(newest: string): string[] {
  const [year = 0, month = 1] = newest.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, at) =>
    new Date(Date.UTC(year, month - MONTHS + at, 1)).toISOString().slice(0, 7),
  );
}

/** How each log source’s rules are translated for each target. */
export function logSourceOutcomes(
  rules: readonly Pick<IndexedRule, 'product' | 'category' | 'service' | 'queries'>[],
): readonly LogSourceOutcomes[] {
  const sources = new Map<string, Counted>();
  for (const { product, category, service, queries } of rules) {
    const key = JSON.stringify([product, category, service]);
    const source = sources.get(key) ?? {
      product,
      category,
      service,
      rules: 0,
      outcomes: { 'sentinel-asim': none(), sentinel: none(), 'defender-xdr': none() },
    };
    sources.set(key, source);
    source.rules++;
    for (const target of TARGETS) {
      const query = queries.find((each) => each.target === target && each.primary);
      source.outcomes[target][query?.outcome ?? 'unsupported']++;
    }
  }
  return [...sources.values()].sort((a, b) => b.rules - a.rules);
}

interface Counted extends Pick<IndexedRule, 'product' | 'category' | 'service'> {
  rules: number;
  outcomes: Record<Target, Record<Outcome, number>>;
}

function none(): Record<Outcome, number> {
  return { exact: 0, approximate: 0, unsupported: 0 };
}
