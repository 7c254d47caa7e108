import { isOwnAddress } from '@/lib/web/check-request';
import { webSettings } from '@/lib/web/settings';

// `//host` and `/\host` lead to another site, and so might their encoded forms where a proxy decodes them.
const OTHER_SITE = /^\/(?:[/\\]|%2f|%5c)/i;

/** A redirect to the page that sent the form, or to the feed if that page is not on this site. */
export function backTo({ headers }: Pick<Request, 'headers'>): Response {
  return new Response(null, { status: 303, headers: { Location: pathOfReferrer(headers) } });
}

/** The path and the parameters of the page that sent the form; `/` if that is not on this site. */
export function pathOfReferrer(headers: Headers): string {
  const referrer = headers.get('referer');
  if (!referrer || !isOwnAddress(referrer, headers, webSettings())) return '/';
  const { pathname, search } = new URL(referrer);
  return OTHER_SITE.test(pathname) ? '/' : pathname + search;
}
