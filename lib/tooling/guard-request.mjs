import routerState from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';
import { methodsOf } from '../web/methods.mjs';

/** Bytes of an address: path and query. */
export const MAX_ADDRESS = 16 * 1024;
/** Bytes of a request's body. The translate page sends the largest ones. */
export const MAX_BODY = 256 * 1024;

const FORWARDED = [
  'forwarded',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-for',
];

/**
 * Why the server answers a request itself instead of passing it to the pages: what Next cannot read, what
 * no page takes, and what is too large. null if it may go on.
 * @param {Pick<import('node:http').IncomingMessage, 'method' | 'url' | 'headers' | 'httpVersion'>} request
 * @returns {{ status: number, reason: string, allow?: string } | null} a status of 204 refuses nothing
 */
export function guardRequest({ method = 'GET', url = '/', headers, httpVersion }) {
  if (url === '*' && method === 'OPTIONS') return optionsOf('/');
  if (!url.startsWith('/')) {
    return refuse(400, 'The address must be a path, such as /status. This server is not a proxy.');
  }
  if (url.length > MAX_ADDRESS) {
    return refuse(414, `The address is longer than ${MAX_ADDRESS} bytes. Remove some filters.`);
  }
  const path = url.split('?', 1)[0] ?? '/';
  if (!isPercentEncoded(path)) {
    return refuse(
      400,
      'The path is not valid: each % must begin the code of a UTF-8 byte, such as %20 for a space.',
    );
  }
  if (httpVersion === '1.1' && !headers.host) {
    return refuse(400, 'The request has no Host header. Add one.');
  }
  const { allow } = optionsOf(path);
  if (method === 'OPTIONS') return optionsOf(path);
  if (!allow.split(', ').includes(method)) {
    return { ...refuse(405, `This address takes ${allow} only.`), allow };
  }
  if (!isRouterState(headers['next-router-state-tree'])) {
    return refuse(400, 'The header Next-Router-State-Tree is not valid. Leave it out.');
  }
  return guardBody(headers);
}

/** Whether Next can read the header in which its client says what it shows. It answers 500 if not. */
function isRouterState(header) {
  try {
    routerState.parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    return false;
  }
}

function guardBody(headers) {
  if (headers['transfer-encoding'] !== undefined) {
    return refuse(411, 'Send the length of the body in the header Content-Length.');
  }
  if (Number(headers['content-length'] ?? 0) > MAX_BODY) {
    return refuse(413, `The body exceeds the limit of ${MAX_BODY / 1024} KiB. Send less.`);
  }
  return null;
}

/** Removes the headers in which a proxy describes the client. Next trusts them from any sender. */
export function dropForwarded(headers) {
  for (const name of FORWARDED) delete headers[name];
}

function optionsOf(path) {
  return { status: 204, reason: '', allow: methodsOf(path).join(', ') };
}

function refuse(status, reason) {
  return { status, reason };
}

function isPercentEncoded(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
