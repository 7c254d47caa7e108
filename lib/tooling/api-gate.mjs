import { clientNetwork } from '../client-network.mjs';

/** What counts against the limit. */
const LIMITED = /^\/api\/(?:v1(?:\/|$)|openapi\.json$)/;
/** What pages of other origins may read. */
const SHARED =
  /^\/(?:api\/(?:v1(?:\/|$)|openapi\.json$)|feed\.(?:xml|json)$|llms\.txt$|(?:rules|techniques)\/[^/]+\.(?:json|md|yml|kql)$)/;
/** How many requests one for the whole catalog counts as. */
const BULK = { path: '/api/v1/rules.jsonl', count: 30 };
const WINDOW_SECONDS = 60;
/** Clients of one window that are told apart. */
const MAX_CLIENTS = 50_000;
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const EXPOSED = 'ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Watchfloor-Total';

/**
 * Stands before the answers for programs: says which origins’ pages may read them, and how much each client may still ask.
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
  const counts = new Map();
  let windowEnd = Number.NEGATIVE_INFINITY;

  function share({ method, headers: { origin } }, response) {
    if (origin === undefined) return;
    const isAllowed = allowed.has('*') || allowed.has(origin.toLowerCase());
    if (!isAllowed && !LOOPBACK.test(origin)) return;
    response.setHeader('Access-Control-Allow-Origin', allowed.has('*') ? '*' : origin);
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    if (method !== 'OPTIONS') return;
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS');
    response.setHeader('Access-Control-Allow-Headers', 'Accept, If-None-Match');
    response.setHeader('Access-Control-Max-Age', '86400');
  }

  /** Counts a request; says how many more the client has, below 0 for one too many, and seconds until it has all again. */
  function count(request, path) {
    const time = now();
    if (time >= windowEnd) {
      counts.clear();
      windowEnd = time + WINDOW_SECONDS * 1000;
    }
    const key = clientOf(request, trustsProxy);
    const client = counts.has(key) || counts.size < MAX_CLIENTS ? key : '';
    const used = (counts.get(client) ?? 0) + (path === BULK.path ? BULK.count : 1);
    counts.set(client, Math.min(used, limit + 1));
    return { left: limit - used, seconds: Math.ceil((windowEnd - time) / 1000) };
  }

  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (SHARED.test(path)) share(request, response);
    if (limit === 0 || request.method === 'OPTIONS' || !LIMITED.test(path)) return false;
    const { left, seconds } = count(request, path);
    response.setHeader('RateLimit-Policy', `"default";q=${limit};w=${WINDOW_SECONDS}`);
    response.setHeader('RateLimit', `"default";r=${Math.max(0, left)};t=${seconds}`);
    if (left >= 0) return false;
    refuse(request, response, seconds);
    return true;
  };
}

function clientOf({ headers, socket }, trustsProxy) {
  const forwarded = trustsProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return clientNetwork(forwarded || (socket.remoteAddress ?? ''));
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
