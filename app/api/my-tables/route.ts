import { savedTables } from '@/app/saved-tables';
import { searchParamsOf } from '@/app/search-params';
import { feedHref, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { type OwnTables, parseOwnTables, printOwnTables } from '@/lib/own-tables/own-tables';
import { readTableNames } from '@/lib/own-tables/read-table-names';
import { secureAttribute } from '@/lib/web/origin';
import { type SavedTables, savedTablesCookie } from '@/lib/web/saved-tables';
import { webSettings } from '@/lib/web/settings';
import { pathOfReferrer } from '../back-to';
import { readForm } from '../read-form';

const MAX_BYTES = 256 * 1024;

/**
 * Saves one's own tables in the browser's cookie, and keeps nothing itself. The form has pasted texts
 * (`sentinel`, `defender`), tables as an address has them (`env`), or the tables that are selected in the
 * feed. `?off` shows all rules again, `?on` only what runs, `?forget` drops the cookie.
 */
export async function POST(request: Request) {
  const form = await readForm(request, MAX_BYTES);
  if (form instanceof Response) return form;
  const { searchParams } = new URL(request.url);
  if (searchParams.has('forget')) return answer(request, null, withoutEnv(request));
  if (searchParams.has('on') || searchParams.has('off')) {
    const saved = await savedTables();
    return answer(request, saved && { ...saved, on: searchParams.has('on') }, withoutEnv(request));
  }
  if (form.has('env')) {
    const own = parseOwnTables(form.get('env') ?? '');
    return answer(request, own && { own, on: true }, withoutEnv(request));
  }
  if (form.has('sentinel') || form.has('defender')) return savePasted(request, form);
  return saveSelected(request, form);
}

function savePasted(request: Request, form: URLSearchParams): Response {
  const sentinel = readTableNames(form.get('sentinel') ?? '');
  const defender = readTableNames(form.get('defender') ?? '');
  const asked = { sentinel: sentinel.names, defender: defender.names };
  const own = parseOwnTables(printOwnTables(asked));
  const params = new URLSearchParams({ env: printOwnTables(own) || 'none' });
  const unread = sentinel.unread.length + defender.unread.length;
  if (unread > 0) params.set('unread', String(unread));
  const cut = countNames(asked) - countNames(own);
  if (cut > 0) params.set('cut', String(cut));
  return answer(request, own && { own, on: true }, `/environment?${params}`);
}

/** From the feed, with the other filters kept. */
function saveSelected(request: Request, form: URLSearchParams): Response {
  const filter = parseFeedFilter(searchParamsOf(form));
  const own = parseOwnTables(filter.table.join('.'));
  const env = own ?? filter.env;
  const href = feedHref({ ...filter, table: [], env, anyEnv: false });
  return answer(request, own && { own, on: true }, href);
}

function countNames(own: OwnTables | null): number {
  return own ? own.sentinel.length + own.defender.length : 0;
}

function answer(request: Request, saved: SavedTables | null, location: string): Response {
  const secure = secureAttribute(request.headers, webSettings());
  return new Response(null, {
    status: 303,
    headers: { Location: location, 'Set-Cookie': savedTablesCookie(saved, secure) },
  });
}

/** The page that sent the form, with the choice that the cookie now has. */
function withoutEnv({ headers }: Request): string {
  const [path = '/', query = ''] = pathOfReferrer(headers).split('?');
  const params = new URLSearchParams(query);
  params.delete('env');
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}
