import { type NextRequest, NextResponse } from 'next/server';
import type { CatalogProblem } from '@/lib/catalog/file/problem';
import { catalogProblem } from '@/lib/catalog/watch-catalog';
import { printOwnTables } from '@/lib/own-tables/own-tables';
import { checkRequest } from '@/lib/web/check-request';
import { refuse } from '@/lib/web/refuse';
import { readSavedTables } from '@/lib/web/saved-tables';
import { webSettings } from '@/lib/web/settings';

const development = process.env.NODE_ENV === 'development';

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${development ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The pages that list or count rules. */
const LISTS = /^\/(?:coverage|techniques(?:\/[^/]+)?)?$/;

/**
 * Adds the saved tables to the address, so that a link pasted into a ticket shows the same view. null if
 * there is nothing to add, or if the address says itself whether it is about certain tables.
 */
function withSavedTables(request: NextRequest): URL | null {
  const { pathname, searchParams } = request.nextUrl;
  if (!LISTS.test(pathname) || searchParams.has('env')) return null;
  const saved = readSavedTables(request.cookies.get('tables')?.value);
  if (!saved?.on || searchParams.getAll('table').includes('all')) return null;
  const url = request.nextUrl.clone();
  url.searchParams.set('env', printOwnTables(saved.own));
  return url;
}

/** What needs no catalog, or, like the health, answers for itself. */
const WITHOUT_CATALOG =
  /^\/(api\/(health|theme|my-tables|translate)|icon\.svg|manifest\.webmanifest|robots\.txt)$/;

/** What programs read. Everything else is a page. */
const DATA =
  /^\/(api|export)\/|\.(xml|json)$|^\/rules\/[^/]+\/(query|sigma|deploy|proof)$|^\/selection\/bundle$/;

const RETRY_AFTER_SECONDS = '15';

function problemDetails({ what, next }: CatalogProblem): Response {
  const body = { title: what, status: 503, detail: next };
  return new NextResponse(JSON.stringify(body), {
    status: 503,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'Retry-After': RETRY_AFTER_SECONDS,
    },
  });
}

export function proxy(request: NextRequest) {
  const refusal = checkRequest(request, webSettings());
  if (refusal) return refuse(request, refusal);

  const { pathname } = request.nextUrl;
  const problem = WITHOUT_CATALOG.test(pathname) ? null : catalogProblem();
  if (problem && DATA.test(pathname)) return problemDetails(problem);

  const redirect = withSavedTables(request);
  if (redirect && !problem) return NextResponse.redirect(redirect);

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const unavailable = request.nextUrl.clone();
  unavailable.pathname = '/unavailable';
  const response = problem
    ? NextResponse.rewrite(unavailable, { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  if (problem) {
    response.headers.set('Retry-After', RETRY_AFTER_SECONDS);
    // Next gives a page no way to choose its status. lib/tooling/web-server.mjs sets this one.
    response.headers.set('Watchfloor-Status', '503');
  }
  return response;
}

export const config = { matcher: '/((?!_next/).*)' };
