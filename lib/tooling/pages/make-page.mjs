import { createHash } from 'node:crypto';
import { ServerResponse } from 'node:http';
import { contentSecurityPolicy } from '../../web/content-security-policy.mjs';
import { isNegotiated } from '../../web/twin.mjs';
import { htmlBelow } from './html-below.mjs';
import { needsReact, withoutReact } from './without-react.mjs';

/**
 * An answer as it was made, before it is encoded for a client.
 * @typedef {{ status: number, headers: Record<string, number | string | string[]>, body: Buffer }} Page
 */

/** Headers by which a client asks for a part or an encoding of an answer, or for none if it has it. */
const OF_THE_CLIENT = [
  'accept-encoding',
  'if-none-match',
  'if-modified-since',
  'if-match',
  'if-unmodified-since',
  'if-range',
  'range',
];

/**
 * Has an answer made whole, with the status that proxy.ts chose for it. A page loses what only React needs if it runs
 * without, and gets a Content-Security-Policy with the hashes of its own scripts.
 * @param {(request: import('node:http').IncomingMessage, response: ServerResponse) => Promise<void>} answer
 * @param {import('node:http').IncomingMessage} request its headers are changed
 * @param {{ scripts: readonly string[], base: string }} options `scripts`: those of pages without React, the main one
 *   first; `base`: the path below which readers find the site, or empty
 * @returns {Promise<Page>} rejects with what `answer` throws
 */
export async function makePage(answer, request, { scripts, base }) {
  const [path] = request.url.split('?', 1);
  for (const name of OF_THE_CLIENT) delete request.headers[name];
  request.method = 'GET';
  const { status: given, headers: all, body } = await captured(answer, request);
  const { 'watchfloor-status': chosen, ...headers } = all;
  const status = chosen ? Number(chosen) : given;
  if (!String(headers['content-type']).startsWith('text/html')) return { status, headers, body };
  const made = body.toString('utf8');
  // React shows what has gone wrong.
  const plain = status === 200 && !needsReact(path) ? withoutReact(made, scripts) : made;
  const html = htmlBelow(plain, base);
  return {
    status,
    headers: {
      ...headers,
      ...(isNegotiated(path) && {
        vary: [headers.vary, 'Accept'].flat().filter(Boolean).join(', '),
      }),
      'content-security-policy': policyOf(html),
    },
    body: Buffer.from(html),
  };
}

function captured(answer, request) {
  return new Promise((resolve, reject) => {
    const response = new ServerResponse(request);
    const chunks = [];
    let hasBegun = false;
    const take = (chunk, encoding) => {
      hasBegun = true;
      if (chunk) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    };
    Object.defineProperty(response, 'headersSent', { get: () => hasBegun });
    response.flushHeaders = () => {
      hasBegun = true;
    };
    response.writeHead = (status, ...rest) => {
      hasBegun = true;
      response.statusCode = status;
      const headers = rest.at(-1);
      if (typeof headers === 'object') {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      }
      return response;
    };
    response.write = (chunk, ...rest) => {
      take(chunk, typeof rest[0] === 'string' ? rest[0] : 'utf8');
      callback(rest)?.();
      return true;
    };
    response.end = (...args) => {
      const [chunk, encoding] = args;
      if (typeof chunk !== 'function')
        take(chunk, typeof encoding === 'string' ? encoding : 'utf8');
      callback(args)?.();
      const { 'transfer-encoding': _, 'content-length': __, ...headers } = response.getHeaders();
      resolve({ status: response.statusCode, headers, body: Buffer.concat(chunks) });
      process.nextTick(() => {
        response.emit('finish');
        response.emit('close');
      });
      return response;
    };
    answer(request, response).catch(reject);
  });
}

const callback = (args) => args.find((one) => typeof one === 'function');

/** A script without `src`: its text is in the page. */
const OWN_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

function policyOf(html) {
  const hashes = [...html.matchAll(OWN_SCRIPT)].map(
    ([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  return contentSecurityPolicy([...new Set(hashes)].join(' '));
}
