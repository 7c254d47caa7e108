import { type NextRequest, NextResponse } from 'next/server';

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

/**
 * Adds the saved "My tables" to the address, so that a link pasted into a ticket shows the same view.
 * null if there is nothing to add, or if the address already names tables.
 */
function rememberedTables(request: NextRequest): URL | null {
  const { pathname, searchParams } = request.nextUrl;
  if (pathname !== '/' && pathname !== '/coverage') return null;
  const remembered = request.cookies.get('tables')?.value;
  if (!remembered || searchParams.has('table')) return null;
  const url = request.nextUrl.clone();
  for (const table of remembered.split('.')) url.searchParams.append('table', table);
  return url;
}

export function proxy(request: NextRequest) {
  const redirect = rememberedTables(request);
  if (redirect) return NextResponse.redirect(redirect);

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

export const config = { matcher: '/((?!_next/).*)' };
