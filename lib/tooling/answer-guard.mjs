import { STATUS_CODES } from 'node:http';
import { refusalAnswer } from '../web/refusal.mjs';

/** How long the rest of a refused body is read, so that the client sees the answer before the connection ends. */
const LINGER_MS = 2000;

/**
 * Sends what guardRequest found, and reads the rest of the body without keeping it.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ status: number, reason: string, allow?: string }} found
 */
export function answerGuard(request, response, { status, reason, allow }) {
  if (allow) response.setHeader('Allow', allow);
  if (status === 204) {
    response.writeHead(204).end();
    return;
  }
  const { headers, body } = refusalAnswer({
    status,
    reason,
    path: request.url ?? '/',
    accept: request.headers.accept,
  });
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  request.on('close', () => clearTimeout(timer)).resume();
}

const BROKEN = new Map([
  ['HPE_HEADER_OVERFLOW', [431, 'The address and the headers are too long. Shorten them.']],
  ['HPE_INVALID_METHOD', [405, 'The method is unknown. Use GET, HEAD, POST or OPTIONS.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'The request did not arrive in time. Send it again.']],
]);

/**
 * Answers a request that Node cannot read, and ends its connection.
 * @param {Error & { code?: string }} error
 * @param {import('node:stream').Duplex} socket
 */
export function answerBroken({ code }, socket) {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] = BROKEN.get(code ?? '') ?? [400, 'The request is not valid HTTP.'];
  endWith(socket, status, reason);
}

/**
 * Writes a whole answer to a connection without a response object, and ends the connection.
 * @param {import('node:stream').Duplex} socket
 * @param {number} status
 * @param {string} reason
 */
export function endWith(socket, status, reason) {
  const { headers, body } = refusalAnswer({ status, reason, path: '', accept: null });
  const lines = Object.entries({
    ...headers,
    ...(status === 405 ? { Allow: 'GET, HEAD, POST, OPTIONS' } : {}),
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  socket.on('error', () => socket.destroy());
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
