import { searchParamsOf } from '@/app/search-params';
import { feedHref, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { secureAttribute } from '@/lib/web/origin';
import { savedTables } from '@/lib/web/saved-tables';
import { webSettings } from '@/lib/web/settings';
import { readForm } from '../read-form';

const YEAR = 365 * 24 * 3600;

/** Saves the selected tables, or clears them, and returns to the feed with the other filters. */
export async function POST(request: Request) {
  const form = await readForm(request);
  if (form instanceof Response) return form;
  const forget = new URL(request.url).searchParams.has('forget');
  const filter = parseFeedFilter(searchParamsOf(form));
  const table = forget ? [] : savedTables(filter.table);
  const age = table.length > 0 ? YEAR : 0;
  const secure = secureAttribute(request.headers, webSettings());
  return new Response(null, {
    status: 303,
    headers: {
      Location: feedHref({ ...filter, table, anyTable: false }),
      'Set-Cookie': `tables=${table.join('.')}; Path=/; Max-Age=${age}; SameSite=Lax; HttpOnly${secure}`,
    },
  });
}
