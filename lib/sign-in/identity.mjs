import { READER_HEADER } from '../web/reader-header.mjs';

const IDENTITY = Symbol('identity');

/**
 * Who sends a request.
 * @typedef {{ kind: 'person' | 'token', id: string, name: string, isOperator: boolean }} Identity
 */

/**
 * Keeps with a request who sends it.
 * @param {import('node:http').IncomingMessage} request
 * @param {Identity} identity
 */
export function setIdentity(request, identity) {
  request[IDENTITY] = identity;
  request.headers[READER_HEADER] = identity.isOperator ? 'operator' : 'reader';
}

/**
 * What a request counts for: the person or the token; null if nobody has to say who they are.
 * @param {import('node:http').IncomingMessage} request
 * @returns {string | null}
 */
export function identityKey(request) {
  const identity = request[IDENTITY];
  return identity ? `${identity.kind} ${identity.id}` : null;
}
