import type { ReactNode } from 'react';
import { countFilters, type FeedFilter } from '@/lib/catalog/feed-filter';

/** The feed's filters behind a button. */
export function CoverageFilters({ filter, children }: { filter: FeedFilter; children: ReactNode }) {
  const active = countFilters(filter);
  return (
    <details className="filters-panel">
      <summary className="button">Filters{active > 0 ? ` (${active})` : ''}</summary>
      <div id="filters">{children}</div>
    </details>
  );
}
