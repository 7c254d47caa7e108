import { type Coverage, type CoveredRule, coverage } from '@/lib/attack';
import { type FoundRules, findRules } from './feed';
import type { FeedFilter } from './feed-filter';

export interface FilteredCoverage {
  readonly coverage: Coverage;
  /** The feed's result for the same filters: rules, facets with counts, mistakes. */
  readonly found: FoundRules;
}

/** The matrix, counted over the rules that pass the feed's filters. */
export async function getCoverage(asked: FeedFilter): Promise<FilteredCoverage> {
  const found = await findRules(asked);
  const covered = found.rules.map(
    ({ techniques, level, outcome, proof }): CoveredRule => ({
      techniques,
      level,
      translated: outcome !== 'unsupported',
      proven: proof === 'proven',
    }),
  );
  return { coverage: coverage(found.index, covered), found };
}
