import type { NextRequest } from 'next/server';

const YEAR = 365 * 24 * 3600;
// A cookie holds 4 KB; table names have at most 60 characters.
const MAX_TABLES = 60;
const TABLE = /^[A-Za-z_][A-Za-z0-9_]{0,59}$/;

/** Saves the selected tables, or clears them, and returns to the feed with the other filters. */
export async function POST(request: NextRequest) {
  const forget = request.nextUrl.searchParams.has('forget');
  const params = new URLSearchParams();
  for (const [name, value] of await request.formData()) {
    if (typeof value === 'string' && value !== '') params.append(name, value);
  }
  const tables = params.getAll('table').filter((table) => TABLE.test(table) && table !== 'all');
  params.delete('table');
  const kept = forget ? [] : tables.slice(0, MAX_TABLES);
  for (const table of kept) params.append('table', table);
  const query = params.toString();
  return new Response(null, {
    status: 303,
    headers: {
      Location: query ? `/?${query}` : '/',
      'Set-Cookie': `tables=${kept.join('.')}; Path=/; Max-Age=${kept.length > 0 ? YEAR : 0}; SameSite=Lax; HttpOnly`,
    },
  });
}
