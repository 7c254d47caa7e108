/** The addresses to which something is sent. Every other address is only read. */
const POSTED = new Set([
  '/api/deployed',
  '/api/my-tables',
  '/api/theme',
  '/api/translate',
  '/api/translate/deploy',
  '/mcp',
]);

/**
 * The methods that an address takes, as the header Allow names them.
 * @param {string} pathname without the query
 * @returns {string[]}
 */
export function methodsOf(pathname) {
  return POSTED.has(pathname) ? ['POST', 'OPTIONS'] : ['GET', 'HEAD', 'OPTIONS'];
}
