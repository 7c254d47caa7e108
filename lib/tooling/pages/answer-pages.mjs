import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gzip } from 'node:zlib';
import { accepts } from '../accepts.mjs';
import { makePage } from './make-page.mjs';
import { pageKey } from './page-key.mjs';

const compressed = { br: promisify(brotliCompress), gzip: promisify(gzip) };
const decompressed = promisify(brotliDecompress);

/** Soon enough for the reader who waits, and 10 % larger than the best. */
const BROTLI_FOR_NOW = 5;
/** Takes half a second of one core for a large page. */
const BROTLI_BEST = constants.BROTLI_MAX_QUALITY;
const MAX_KEPT = 8 * 1024 * 1024;
/** How often a page is made anew because the catalog changed while it was made. */
const TRIES = 3;
/** For how long one look at the catalog holds: many requests are answered in this time. */
const LOOK_MS = 5;
/** Names that requests called this server by and that Next served. */
const MAX_HOSTS = 100;

/**
 * Handlers that answer with a finished page, made once for each state of the catalog.
 * @param {object} options
 * @param {(request: any, response: any) => Promise<void>} options.answer Next's handler
 * @param {() => string | null} options.version what state of the catalog a page is made from
 * @param {import('./kept-pages.mjs').KeptPages} options.kept
 * @param {readonly string[]} options.scripts those of pages without React, the main one first
 * @param {string} [options.base] the path below which readers find the site
 */
export function answerPages({ answer, version, kept, scripts, base = '' }) {
  let current = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const underway = new Map();
  const hosts = new Set();

  /** Drops what was made from an older state, and says which state is current. */
  function look() {
    const time = performance.now();
    if (time - lookedAt < LOOK_MS) return current;
    lookedAt = time;
    const now = version();
    if (now !== current) {
      current = now;
      kept.clear();
      underway.clear();
    }
    return now;
  }

  function lookNow() {
    lookedAt = Number.NEGATIVE_INFINITY;
    return look();
  }

  async function made(request, key) {
    for (let tried = 1; ; tried++) {
      const before = lookNow();
      const page = await makePage(answer, request, { scripts, base });
      if (before === null || page.status !== 200 || page.body.length > MAX_KEPT) return { page };
      const entry = await encoded(page);
      if (lookNow() === before) {
        kept.set(key, entry);
        return { entry };
      }
      if (tried >= TRIES) return { page };
    }
  }

  function once(request, key) {
    let making = underway.get(key);
    if (!making) {
      making = made(request, key).finally(() => {
        if (underway.get(key) === making) underway.delete(key);
      });
      underway.set(key, making);
    }
    return making;
  }

  /** The page of a request, if it is in memory and this server goes by the name that the request has for it. */
  function atHand({ key, host }) {
    if (key === null || look() === null || !hosts.has(host)) return null;
    const found = kept.get(key);
    return found && !(found instanceof Promise) ? found : null;
  }

  async function answerLater(request, response, { how, key, host, client }) {
    if (how === 'stream') {
      await answer(request, response);
      return;
    }
    if (how === 'make') {
      sendWhole(response, client, await makePage(answer, request, { scripts, base }));
      return;
    }
    // Next refuses names that are not this server's own; only it knows them.
    const isKnown = look() !== null && hosts.has(host);
    const stored = isKnown ? await kept.get(key) : undefined;
    if (stored) {
      await send(response, client, stored);
      return;
    }
    const { entry, page } = await (isKnown ? once(request, key) : made(request, key));
    if (entry && !isKnown && hosts.size < MAX_HOSTS) hosts.add(host);
    if (entry) await send(response, client, entry);
    else sendWhole(response, client, page);
  }

  return {
    /** Answers with a page in memory, and says whether there was one. */
    answerAtOnce(request, response) {
      const asked = readRequest(request);
      const page = atHand(asked);
      if (!page || !accepts(asked.client.accepts, 'br')) return false;
      sendBrotli(response, asked.client, page);
      return true;
    },
    /** Makes one page smaller that is asked for often; says whether there was one. */
    async improveOne() {
      const found = kept.improvable();
      if (!found) return false;
      const { key, page } = found;
      page.best = true;
      const br = await brotli(await decompressed(page.br), BROTLI_BEST);
      if (br.length < page.br.length && kept.get(key) === page) {
        kept.set(key, { ...page, br });
      }
      return true;
    },
    /** Answers in any case. */
    answer: (request, response) => answerLater(request, response, readRequest(request)),
  };
}

function readRequest(request) {
  const { method, headers } = request;
  return {
    ...pageKey(request),
    host: headers.host ?? '',
    client: {
      isHead: method === 'HEAD',
      accepts: headers['accept-encoding'] ?? '',
      knows: headers['if-none-match'] ?? '',
    },
  };
}

const brotli = (body, quality) =>
  compressed.br(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });

async function encoded({ headers, body }) {
  const br = await brotli(body, BROTLI_FOR_NOW);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  const etag = `W/"${hash}"`;
  const all = {
    ...headers,
    'cache-control': 'private, no-cache',
    vary: [headers.vary, 'Accept-Encoding', 'Cookie'].filter(Boolean).join(', '),
    etag,
  };
  // In the form that Node writes as it is: names and values in turn.
  const raw = Object.entries(all).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => [name, String(one)]),
  );
  return { etag, raw, br, gzip: null, asked: 0, best: false };
}

function sendBrotli(response, client, page) {
  page.asked++;
  if (knows(client, page)) response.writeHead(304, page.raw).end();
  else sendBody(response, client, page, 'br', page.br);
}

async function send(response, client, page) {
  if (knows(client, page) || accepts(client.accepts, 'br')) {
    sendBrotli(response, client, page);
  } else if (accepts(client.accepts, 'gzip')) {
    page.gzip ??= await compressed.gzip(await decompressed(page.br));
    sendBody(response, client, page, 'gzip', page.gzip);
  } else sendBody(response, client, page, null, await decompressed(page.br));
}

function sendBody(response, { isHead }, { raw }, encoding, body) {
  response.writeHead(200, [
    ...raw,
    ...(encoding ? ['content-encoding', encoding] : []),
    'content-length',
    String(body.length),
  ]);
  response.end(isHead ? undefined : body);
}

function knows({ knows: tags }, { etag }) {
  return tags !== '' && tags.split(/\s*,\s*/).some((one) => weak(one) === etag);
}

const weak = (etag) => (etag.startsWith('W/') ? etag : `W/${etag}`);

function sendWhole(response, client, { status, headers, body }) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('content-length', body.length);
  response.writeHead(status);
  response.end(client.isHead ? undefined : body);
}
