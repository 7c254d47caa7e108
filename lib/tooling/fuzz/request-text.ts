import { hostileText, PROTOTYPE_NAMES, word } from './hostile-text';
import type { Random } from './random';
import { ruleText } from './rule-text';

const PATHS = [
  '/',
  '/coverage',
  '/coverage/layer.json',
  '/techniques',
  '/techniques/T1059',
  '/techniques/T1059.001',
  '/status',
  '/translate',
  '/glossary',
  '/diagnostics',
  '/feed.xml',
  '/feed.json',
  '/api/v1/rules',
  '/api/v1/changes',
  '/robots.txt',
  '/manifest.webmanifest',
  '/export/rules.csv',
  '/export/rules.json',
  '/export/rules.kql',
  '/api/health',
  '/api/palette',
  '/api/suggest',
  '/api/theme',
  '/api/my-tables',
  '/api/translate',
  '/mcp',
  '/_next/static/x.js',
  '/_next/image',
  '/favicon.ico',
];
const PARAMETERS = [
  'q',
  'level',
  'tactic',
  'technique',
  'table',
  'product',
  'target',
  'outcome',
  'proof',
  'status',
  'collection',
  'change',
  'sort',
  'page',
  'forget',
  'format',
  'from',
  'variant',
];
const METHODS = [
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'PURGE',
];
const SEARCH_WORDS = [
  'level:high',
  'technique:T1059',
  '-author:x',
  '"open phrase',
  'tactic:',
  'id:',
  'table:Event,',
  'NEAR(a b)',
  'a* OR b',
  'powershell',
];

/** A request as it goes over the wire, as UTF-8. `ids` are rules that exist. */
export function requestText(random: Random, ids: readonly string[]): string {
  const method = random.chance(0.7) ? 'GET' : random.pick(METHODS);
  const body = method === 'POST' || random.chance(0.05) ? postBody(random) : null;
  const headers = [
    'Host: 127.0.0.1',
    'Connection: close',
    ...random.many(0, 2, () => header(random)),
    ...(body === null
      ? []
      : [`Content-Type: ${body.type}`, `Content-Length: ${Buffer.byteLength(body.text)}`]),
  ];
  return `${method} ${target(random, ids)} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body?.text ?? ''}`;
}

function target(random: Random, ids: readonly string[]): string {
  const parameters = random.many(0, random.chance(0.02) ? 500 : 3, () => parameter(random));
  const query = parameters.length > 0 ? `?${parameters.join('&')}` : '';
  return `${pathOf(random, ids)}${query}`.replaceAll(/[\r\n ]/g, '+');
}

function pathOf(random: Random, ids: readonly string[]): string {
  const text = () => escaped(hostileText(random), random);
  switch (random.integer(0, 11)) {
    case 0:
    case 1:
    case 2: {
      const id = random.chance(0.5) ? random.pick(ids) : text();
      return `/rules/${id}${random.pick(['', '', '/history', '/query', '/sigma'])}`;
    }
    case 3:
      return `/techniques/${text()}`;
    case 4:
      return random.chance(0.5) ? `/export/${text()}` : `/${text()}`;
    default:
      return random.pick(PATHS);
  }
}

function parameter(random: Random): string {
  const name = random.chance(0.9) ? random.pick(PARAMETERS) : random.pick(PROTOTYPE_NAMES);
  const words = random.many(0, 3, () =>
    random.chance(0.5) ? random.pick(SEARCH_WORDS) : hostileText(random),
  );
  return `${name}=${escaped(words.join(' '), random)}`;
}

/** Percent-encoded, or now and then as it is. */
function escaped(text: string, random: Random): string {
  // A lone surrogate has no percent-encoding.
  return random.chance(0.15) ? text : encodeURIComponent(text.replaceAll(/\p{Cs}/gu, ''));
}

function header(random: Random): string {
  const value = hostileText(random).replaceAll(/[\r\n\0]/g, ' ');
  return random.pick([
    `Cookie: theme=${value}; tables=${value}`,
    `Referer: http://127.0.0.1//evil.example/`,
    `Referer: ${value}`,
    `Origin: https://evil.example`,
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-origin',
    `X-Forwarded-Host: evil.example`,
    `X-Forwarded-Proto: ${value}`,
    `Accept: ${value}`,
    `If-None-Match: ${value}`,
    `Range: bytes=${value}`,
    `Accept-Encoding: ${random.pick(['br', 'gzip', 'identity;q=0', '*;q=0'])}`,
    'RSC: 1',
    `Next-Router-State-Tree: ${value}`,
    `Next-Action: ${word(random)}`,
  ]);
}

function postBody(random: Random): { type: string; text: string } {
  const field = () =>
    `${escaped(random.pick([...PARAMETERS, 'theme']), random)}=${escaped(hostileText(random), random)}`;
  return random.pick([
    () => ({
      type: 'application/x-www-form-urlencoded',
      text: random.many(0, 4, field).join('&'),
    }),
    () => ({
      type: 'multipart/form-data; boundary=b',
      text: `--b\r\nContent-Disposition: form-data; name="theme"; filename="x"\r\n\r\n${hostileText(random)}\r\n--b--`,
    }),
    () => ({ type: 'multipart/form-data', text: hostileText(random) }),
    () => ({
      type: 'application/json',
      text: JSON.stringify({ rule: ruleText(random), events: hostileText(random) }),
    }),
    () => ({ type: 'application/json', text: random.pick(['', 'null', '[]', '{"rule":1}', '{']) }),
    () => ({ type: hostileText(random).replaceAll(/[\r\n\0]/g, ''), text: hostileText(random) }),
  ])();
}
