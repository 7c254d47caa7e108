import type { SearchParams } from '@/lib/catalog/feed-filter';

/** The search parameters of a request, in the form that pages receive them. */
export function searchParamsOf(request: Request): SearchParams {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]),
  );
}
