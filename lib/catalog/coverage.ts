import { type Coverage, type CoveredRule, coverage } from '@/lib/attack';
import type { Feed } from './feed';
import { listFeed } from './feed';
import type { FeedFilter } from './feed-filter';
import { filterRules } from './filter-rules';
import { resolveSearch } from './search';

export interface FilteredCoverage {
  readonly coverage: Coverage;
  /** The same filters as the feed has them: facets with counts, total, mistakes. */
  readonly feed: Feed;
}

/** The matrix, counted over the rules that the feed's filters let through. */
export async function getCoverage(asked: FeedFilter): Promise<FilteredCoverage> {
  const feed = await listFeed(asked);
  const search = await resolveSearch(feed.index, feed.filter.q);
  const { rules } = filterRules(feed.index, feed.filter, search);
  const covered = rules.map(
    ({ techniques, level, outcome, proof }): CoveredRule => ({
      techniques,
      level,
      translated: outcome !== 'unsupported',
      proven: proof === 'proven',
    }),
  );
  return { coverage: coverage(feed.index, covered), feed };
}
