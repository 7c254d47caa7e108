const BASE = 'http://own.invalid';
const MAX_LENGTH = 2000;

/**
 * A path of this site with its parameters, to which a client may be sent; `/` for whatever leads elsewhere or is too long.
 * @param {string | null} text
 * @returns {string}
 */
export function ownPath(text) {
  // Browsers read `/\host` like `//host`, and some proxies decode what is encoded.
  if (!text || text.length > MAX_LENGTH || !/^\/(?![/\\]|%2f|%5c)/i.test(text)) return '/';
  if (!URL.canParse(text, BASE)) return '/';
  const { origin, pathname, search } = new URL(text, BASE);
  return origin === BASE && !/^\/(?:[/\\]|%2f|%5c)/i.test(pathname) ? pathname + search : '/';
}
