import { type NextRequest, NextResponse } from 'next/server';
import type { CatalogProblem } from '@/lib/catalog/file/problem';
import { catalogProblem } from '@/lib/catalog/watch-catalog';
import { printOwnTables } from '@/lib/own-tables/own-tables';
import { checkRequest } from '@/lib/web/check-request';
import { contentSecurityPolicy } from '@/lib/web/content-security-policy.mjs';
import { PATH_HEADER } from '@/lib/web/path-header';
import { refuse } from '@/lib/web/refuse';
import { readSavedTables } from '@/lib/web/saved-tables';
import { isAdmitted, webSettings } from '@/lib/web/settings';
import { twinPath } from '@/lib/web/twin.mjs';

const development = process.env.NODE_ENV === 'development';

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
  /^\/(api\/(health|openapi\.json|theme|my-tables|translate(\/(deploy|vocabulary))?)|mcp|icon\.svg|manifest\.webmanifest|robots\.txt)$/;

/** What programs read. Everything else is a page. */
const DATA =
  /^\/(api|export)\/|\.(xml|json|txt)$|^\/rules\/[^/]+\/(query|sigma|deploy|proof|preview)$|^\/[^/]+\/[^/]+\/as\/|^\/selection\/bundle$/;

const RETRY_AFTER_SECONDS = '15';

/** The gate of sign-in (lib/sign-in/gate.mjs) answers before this, except in Next's development server. */
const WITHOUT_GATE = {
  status: 401,
  reason: 'SIGN_IN is set, and this server does not know it. Start Watchfloor with npm start.',
};

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

/**
 * Next's development server makes scripts anew with each answer, and puts the nonce that it finds in the request into
 * them. What it makes in production gets the hashes of its scripts when it is finished (lib/tooling/pages).
 */
function policyFor(headers: Headers): string {
  if (!development) return contentSecurityPolicy();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(`'nonce-${nonce}' 'strict-dynamic'`, { development });
  headers.set('Content-Security-Policy', policy);
  return policy;
}

function withPath(request: NextRequest, pathname: string): URL {
  const url = request.nextUrl.clone();
  url.pathname = pathname;
  return url;
}

export async function proxy(request: NextRequest) {
  const refusal = checkRequest(request, webSettings());
  if (refusal) return refuse(request, refusal);
  if (!isAdmitted(request.headers)) return refuse(request, WITHOUT_GATE);

  const { pathname } = request.nextUrl;
  const problem = WITHOUT_CATALOG.test(pathname) ? null : await catalogProblem();
  const twin = twinPath(pathname, request.headers.get('accept'));
  if (problem && (twin !== null || DATA.test(pathname))) return problemDetails(problem);
  if (twin !== null) return NextResponse.rewrite(withPath(request, twin));

  const redirect = withSavedTables(request);
  if (redirect && !problem) return NextResponse.redirect(redirect);

  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, pathname);
  const policy = policyFor(headers);
  const response = problem
    ? NextResponse.rewrite(withPath(request, '/unavailable'), { request: { headers } })
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
