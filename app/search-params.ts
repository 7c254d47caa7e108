import type { SearchParams } from '@/lib/catalog/feed-filter';

/** The parameters of an address as pages get them. */
export function searchParamsOf(request: Request): SearchParams {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]),
  );
}
