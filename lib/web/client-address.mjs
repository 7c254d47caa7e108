/**
 * The address that a request comes from: the connection's, or what a trusted proxy says, which adds it as the last value.
 * @param {Pick<import('node:http').IncomingMessage, 'headers' | 'socket'>} request
 * @param {boolean} trustsProxy
 * @returns {string}
 */
export function clientAddress({ headers, socket }, trustsProxy) {
  const forwarded = trustsProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return forwarded || (socket.remoteAddress ?? '');
}
