/** A redirect to the page that sent the form, or to the feed if that page is not on this site. */
export function backTo(request: Request): Response {
  const referrer = request.headers.get('referer');
  let location = '/';
  if (referrer && URL.canParse(referrer)) {
    const { host, pathname, search } = new URL(referrer);
    if (host === request.headers.get('host')) location = pathname + search;
  }
  return new Response(null, { status: 303, headers: { Location: location } });
}
