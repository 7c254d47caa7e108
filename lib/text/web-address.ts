/** An http or https address in the parts that a reader must tell apart. */
export interface WebAddress {
  /** Without user name and password. */
  readonly href: string;
  /** Host and port; a name with letters beyond ASCII in its `xn--` form, so that none looks like another. */
  readonly host: string;
  /** Path, query and fragment, percent-encoded; empty for the root. */
  readonly rest: string;
  /** `github.com@`: the text before the host, which is easily mistaken for it. Null if there is none. */
  readonly user: string | null;
}

/**
 * Reads an address as a browser does. Null for text, for an address with a space in it, and for every
 * scheme except http and https, so that nothing else becomes a link.
 */
export function readWebAddress(text: string): WebAddress | null {
  if (/\s/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.host === '') return null;
  const user = url.username || url.password ? `${url.username}@` : null;
  url.username = '';
  url.password = '';
  const rest = `${url.pathname}${url.search}${url.hash}`;
  return { href: url.href, host: url.host, rest: rest === '/' ? '' : rest, user };
}
