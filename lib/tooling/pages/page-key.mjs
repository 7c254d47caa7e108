import { cookieOf } from '../../web/cookies.mjs';
import { acceptedEnding } from '../../web/twin.mjs';

/** Answered by Next itself and streamed: what acts, what is large, and what is asked for by Next's own client. */
const STREAMED =
  /^\/(?:api\/(?!suggest$|palette$|openapi\.json$|v1\/(?!rules\.jsonl$))|export\/|selection\/bundle$|_next\/)/;
/** About this moment or about one reader. */
const MADE_EACH_TIME = /^\/(?:status|selection|unavailable|deployed|api\/v1\/status)$/;
/** Has absolute addresses, and so depends on the name that the client calls the server by. */
const NAMES_ITSELF =
  /\.(?:xml|json|md|yml|kql|txt)$|^\/(?:rules|techniques)\/[^/]+\/.|^\/api\/v1\//;
/** For programs: depends on no cookie. */
const WITHOUT_COOKIES =
  /^\/(?:api\/(?:v1\/|openapi\.json$)|feed\.(?:xml|json)$|llms\.txt$|(?:rules|techniques)\/[^/]+\.(?:json|md|yml|kql)$)/;

const FORWARDED = ['x-forwarded-host', 'x-forwarded-proto'];

/**
 * How a request is answered: `stream` it from Next, `make` it whole for this request, or `keep` what was made under
 * `key`. Besides the address a page depends on the theme and the tables that the browser keeps,
 * and on whether the client would rather have data.
 * @param {{ method?: string, url?: string, headers: import('node:http').IncomingHttpHeaders }} request
 * @returns {{ how: 'stream' | 'make', key: null } | { how: 'keep', key: string }}
 */
export function pageKey({ method, url = '/', headers }) {
  const [path = '/'] = url.split('?', 1);
  if ((method !== 'GET' && method !== 'HEAD') || headers.rsc !== undefined || STREAMED.test(path)) {
    return { how: 'stream', key: null };
  }
  if (MADE_EACH_TIME.test(path)) return { how: 'make', key: null };
  const ending = acceptedEnding(path, headers.accept);
  const cookies = WITHOUT_COOKIES.test(path) ? '' : (headers.cookie ?? '');
  const names =
    ending !== null || NAMES_ITSELF.test(path)
      ? [headers.host, ...FORWARDED.map((name) => headers[name])].join(' ')
      : '';
  return {
    how: 'keep',
    key: [
      url,
      cookieOf(cookies, 'theme') ?? '',
      cookieOf(cookies, 'tables') ?? '',
      names,
      ending,
    ].join('\n'),
  };
}
