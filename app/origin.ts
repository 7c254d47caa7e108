/** The origin under which the client reached this site, according to its browser or proxy. */
export function originOf(request: Request): string {
  const url = new URL(request.url);
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host') ?? url.host;
  const forwarded = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim();
  const protocol = forwarded === 'https' || forwarded === 'http' ? forwarded : 'http';
  return URL.canParse(`${protocol}://${host}`)
    ? new URL(`${protocol}://${host}`).origin
    : url.origin;
}
