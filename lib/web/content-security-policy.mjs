/**
 * The policy of every page. Scripts come from this site's own files, or are those of the page itself.
 * @param {string} ownScripts the sources of those: their hashes, or a nonce
 * @param {{ development?: boolean }} options
 */
export function contentSecurityPolicy(ownScripts = '', { development = false } = {}) {
  return [
    "default-src 'none'",
    `script-src 'self'${ownScripts && ` ${ownScripts}`}${development ? " 'unsafe-eval'" : ''}`,
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
