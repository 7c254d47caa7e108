import { type Coverage, type CoveredRule, coverage } from '@/lib/attack';
import { type CoverageGap, coverageGaps } from './coverage-gaps';
import { type FoundRules, findRules } from './feed';
import type { FeedFilter } from './feed-filter';
import type { IndexedRule } from './rule-index';

export interface FilteredCoverage {
  readonly coverage: Coverage;
  /** The feed's result for the same filters: rules, facets with counts, mistakes. */
  readonly found: FoundRules;
}

/** The matrix, counted over the rules that pass the feed's filters. */
export async function getCoverage(asked: FeedFilter): Promise<FilteredCoverage> {
  const found = await findRules(asked);
  return { coverage: coverage(found.index, found.rules.map(coveredRule)), found };
}

/** A rule as the matrix counts it. */
export function coveredRule({ techniques, level, outcome, proof }: IndexedRule): CoveredRule {
  return {
    techniques,
    level,
    translated: outcome !== 'unsupported',
    proven: proof === 'proven',
  };
}

/** The gaps of the matrix for the same rules, most used first. */
export async function getCoverageGaps({
  index,
  filter,
  rules,
}: FoundRules): Promise<readonly CoverageGap[]> {
  const anyTables = filter.env ? (await findRules({ ...filter, env: null })).rules : rules;
  return coverageGaps(index, filter, rules, anyTables);
}
