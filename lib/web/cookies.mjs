/**
 * A cookie's value; null if the client sent none of that name.
 * @param {string | undefined} header the header Cookie
 * @param {string} name
 * @returns {string | null}
 */
export function cookieOf(header = '', name) {
  const found = header.split(/;\s*/).find((one) => one.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}

/**
 * A header Set-Cookie for this host alone, out of reach for scripts and for forms of other sites.
 * @param {string} name
 * @param {string} value
 * @param {{ seconds: number, isSecure: boolean }} options 0 seconds for a cookie that is dropped
 * @returns {string}
 */
export function hostCookie(name, value, { seconds, isSecure }) {
  return `${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax; HttpOnly${isSecure ? '; Secure' : ''}`;
}
