import { clientNetwork } from '../client-network.mjs';
import { identityKey } from '../sign-in/identity.mjs';
import { clientAddress } from '../web/client-address.mjs';
import { windowCounter } from '../web/window-counter.mjs';

/** What counts against the limit. */
const LIMITED = /^\/api\/(?:v1(?:\/|$)|openapi\.json$)/;
/** What counts, too, for a person or a token. */
const COSTLY =
  /^\/(?:mcp$|export\/|selection\/bundle$|feed\.(?:xml|json)$|coverage\.(?:png|svg|csv)$)/;
/** What pages of other origins may read. */
const SHARED =
  /^\/(?:api\/(?:v1(?:\/|$)|openapi\.json$)|feed\.(?:xml|json)$|llms\.txt$|(?:rules|techniques)\/[^/]+\.(?:json|md|yml|kql)$)/;
/** How many requests one for the whole catalog counts as. */
const BULK = { path: '/api/v1/rules.jsonl', count: 30 };
const WINDOW_SECONDS = 60;
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const EXPOSED = 'ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Watchfloor-Total';

/**
 * Stands before the answers for programs: says which origins’ pages may read them, and how much each client may still
 * ask: a person or a token, or where nobody signs in an address.
 * @param {object} options
 * @param {number} options.limit requests of one client a minute; 0 for no limit
 * @param {string} options.origins those whose pages may read, with commas between them; `*` for all, empty for this machine’s
 * @param {boolean} options.trustsProxy whether the last X-Forwarded-For names the client
 * @param {() => number} [options.now] milliseconds
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean}
 *   true if it has answered
 */
export function apiGate({ limit, origins, trustsProxy, now = () => performance.now() }) {
  const allowed = new Set(origins.split(',').map((origin) => origin.trim().toLowerCase()));
  const count = windowCounter({ limit, seconds: WINDOW_SECONDS });

  function share({ method, headers: { origin } }, response) {
    if (origin === undefined) return;
    const isAllowed = allowed.has('*') || allowed.has(origin.toLowerCase());
    if (!isAllowed && !LOOPBACK.test(origin)) return;
    response.setHeader('Access-Control-Allow-Origin', allowed.has('*') ? '*' : origin);
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    if (method !== 'OPTIONS') return;
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS');
    response.setHeader('Access-Control-Allow-Headers', 'Accept, Authorization, If-None-Match');
    response.setHeader('Access-Control-Max-Age', '86400');
  }

  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (SHARED.test(path)) share(request, response);
    if (limit === 0 || request.method === 'OPTIONS') return false;
    const identity = identityKey(request);
    if (!LIMITED.test(path) && !(identity && COSTLY.test(path))) return false;
    const client = identity ?? clientNetwork(clientAddress(request, trustsProxy));
    const weight = path === BULK.path ? BULK.count : 1;
    const { left, seconds } = count(client, now(), weight);
    response.setHeader('RateLimit-Policy', `"default";q=${limit};w=${WINDOW_SECONDS}`);
    response.setHeader('RateLimit', `"default";r=${Math.max(0, left)};t=${seconds}`);
    if (left >= 0) return false;
    refuse(request, response, seconds);
    return true;
  };
}

function refuse({ method }, response, seconds) {
  const body = JSON.stringify({
    title: 'Too many requests',
    status: 429,
    detail: `This client has asked too often. Ask again in ${seconds} s.`,
  });
  response.writeHead(429, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'Retry-After': String(seconds),
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(method === 'HEAD' ? undefined : body);
}
