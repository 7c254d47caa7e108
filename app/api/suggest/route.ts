import type { NextRequest } from 'next/server';
import { searchParamsOf } from '@/app/search-params';
import { parseFeedFilter } from '@/lib/catalog/feed-filter';
import { suggest } from '@/lib/catalog/suggest';

/** Completions for `word`; the other parameters are the page's filters, with the other words of the search. */
export async function GET({ nextUrl }: NextRequest) {
  const filter = parseFeedFilter(searchParamsOf(nextUrl.searchParams));
  return Response.json(await suggest(nextUrl.searchParams.get('word') ?? '', filter));
}
