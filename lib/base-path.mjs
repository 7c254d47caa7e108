/**
 * The path below which readers find this site, as PUBLIC_URL has it: `/rules-catalog`, or empty at the root of a host.
 * @param {string | undefined} publicUrl
 * @returns {string}
 */
export function basePathOf(publicUrl) {
  if (!publicUrl || !URL.canParse(publicUrl)) return '';
  return new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/**
 * The address below which readers find this site, without a slash at its end: `https://soc.example.org/rules-catalog`.
 * @param {string} publicUrl
 * @returns {string}
 */
export function siteOf(publicUrl) {
  return new URL(publicUrl).origin + basePathOf(publicUrl);
}

/**
 * An address of this site as readers have it. One that already is, or is of another site, stays.
 * @param {string} base
 * @param {string} address
 * @returns {string}
 */
export function addBase(base, address) {
  const isOwn = address.startsWith('/') && !address.startsWith('//');
  return isOwn && !isBelow(base, address) ? base + address : address;
}

/**
 * An address of this site as the server knows it. One that is not below the base stays.
 * @param {string} base
 * @param {string} address
 * @returns {string}
 */
export function dropBase(base, address) {
  if (base === '' || !isBelow(base, address)) return address;
  const rest = address.slice(base.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function isBelow(base, address) {
  if (base === '' || !address.startsWith(base)) return base === '';
  return ['', '/', '?', '#'].includes(address.charAt(base.length));
}
