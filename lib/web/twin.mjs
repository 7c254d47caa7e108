/** Data beside a page, by the ending of its address: `/rules/<id>.json`, `/rules/<id>.sentinel.kql`. */
const BY_ENDING =
  /^\/(?:(rules)\/([^/]+?)\.(json|md|yml|(?:(?:sentinel-asim|sentinel|defender-xdr)\.)?kql)|(techniques)\/([^/]+?)\.(json|md))$/;
/** Pages whose address answers with data to whoever asks for it. */
const PAGE = /^\/(rules|techniques)\/[^/]+$/;

/** What a client may ask for by the header Accept, with the endings; the page itself comes first. */
const FORMS = [
  { types: ['text/html', 'application/xhtml+xml'], ending: null },
  { types: ['application/json'], ending: 'json' },
  { types: ['text/markdown'], ending: 'md' },
  { types: ['application/yaml', 'text/yaml'], ending: 'yml' },
];

/**
 * The path that makes the data that a request is for; null if it is for a page.
 * @param {string} pathname with its percent encoding
 * @param {string | null | undefined} accept the header Accept
 * @returns {string | null}
 */
export function twinPath(pathname, accept) {
  const [, rules, rule, ruleForm, techniques, technique, techniqueForm] =
    BY_ENDING.exec(pathname) ?? [];
  if (rules) return `/rules/${rule}/as/${ruleForm}`;
  if (techniques) return `/techniques/${technique}/as/${techniqueForm}`;
  const ending = acceptedEnding(pathname, accept);
  return ending === null ? null : `${pathname}/as/${ending}`;
}

/** Whether an address answers with a page or with data, as the client likes. */
export function isNegotiated(pathname) {
  return PAGE.test(pathname) && !BY_ENDING.test(pathname);
}

/**
 * The ending of the data that a client would rather have than the page at an address; null for the page.
 * @param {string} pathname
 * @param {string | null | undefined} accept
 * @returns {string | null}
 */
export function acceptedEnding(pathname, accept) {
  if (!accept || !isNegotiated(pathname)) return null;
  const wanted = accept.split(',').map(readRange);
  let best = { ending: null, quality: 0 };
  for (const { types, ending } of FORMS) {
    if (ending === 'yml' && !pathname.startsWith('/rules/')) continue;
    for (const type of types) {
      const quality = qualityOf(type, wanted);
      if (quality > best.quality) best = { ending, quality };
    }
  }
  return best.ending;
}

function readRange(text) {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
  return { range, quality: quality === undefined ? 1 : Number(quality) || 0 };
}

/** By how much a type that is named comes before one that only a wildcard covers: less than any step of quality. */
const NAMED = 0.0001;

/** The quality of the most specific range that a type is in. */
function qualityOf(type, wanted) {
  const ranges = [type, `${type.split('/')[0]}/*`, '*/*'];
  const found = ranges.map((range) => wanted.find((one) => one.range === range));
  const quality = found.find((one) => one !== undefined)?.quality ?? 0;
  return quality > 0 && found[0] ? quality + NAMED : quality;
}
