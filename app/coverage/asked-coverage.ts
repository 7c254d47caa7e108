import { searchParamsOf } from '@/app/search-params';
import { type FilteredCoverage, getCoverage } from '@/lib/catalog/coverage';
import { isUnfiltered, parseFeedFilter } from '@/lib/catalog/feed-filter';

export interface AskedCoverage extends FilteredCoverage {
  readonly params: URLSearchParams;
  /** The filters, as the address writes them; null if every rule counts. */
  readonly filteredBy: string | null;
}

/** The matrix of a request's filters. */
export async function askedCoverage(request: Request): Promise<AskedCoverage> {
  const { searchParams: params } = new URL(request.url);
  const filter = parseFeedFilter(searchParamsOf(params));
  const kept = new URLSearchParams(params);
  for (const name of ['show', 'paper', 'only', 'rule']) kept.delete(name);
  return {
    ...(await getCoverage(filter)),
    params,
    filteredBy: isUnfiltered(filter) ? null : decodeURIComponent(`${kept}`.replaceAll('+', ' ')),
  };
}
