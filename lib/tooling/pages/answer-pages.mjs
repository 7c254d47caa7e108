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
const MAX_KEPT = 8 * 1024 * 1024;
/** How often a page is made anew because the catalog changed while it was made. */
const TRIES = 3;
/** Names that requests called this server by and that Next served. */
const MAX_HOSTS = 100;

/**
 * A handler that answers with a finished page, made once for each state of the catalog.
 * @param {object} options
 * @param {(request: any, response: any) => Promise<void>} options.answer Next's handler
 * @param {() => string | null} options.version what state of the catalog a page is made from
 * @param {import('./kept-pages.mjs').KeptPages} options.kept
 */
export function answerPages({ answer, version, kept }) {
  let current = null;
  const underway = new Map();
  const hosts = new Set();

  /** Drops what was made from an older state, and says which state is current. */
  function look() {
    const now = version();
    if (now !== current) {
      current = now;
      kept.clear();
      underway.clear();
    }
    return now;
  }

  async function made(request, key) {
    for (let tried = 1; ; tried++) {
      const before = look();
      const page = await makePage(answer, request);
      if (before === null || page.status !== 200 || page.body.length > MAX_KEPT) return { page };
      const entry = await encoded(page);
      if (look() === before) {
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

  return async function answerPage(request, response) {
    const { how, key } = pageKey(request);
    if (how === 'stream') {
      await answer(request, response);
      return;
    }
    const { method, headers } = request;
    const client = {
      isHead: method === 'HEAD',
      accepts: String(headers['accept-encoding'] ?? ''),
      knows: String(headers['if-none-match'] ?? ''),
    };
    if (how === 'make') {
      sendWhole(response, client, await makePage(answer, request));
      return;
    }
    // Next refuses names that are not this server's own; only it knows them.
    const host = headers.host ?? '';
    if (look() !== null && hosts.has(host)) {
      const found = kept.get(key);
      const page = found instanceof Promise ? await found : found;
      if (page) {
        await sendKept(response, client, page);
        return;
      }
    }
    const isKnown = hosts.has(host);
    const { entry, page } = await (isKnown ? once(request, key) : made(request, key));
    if (entry && !isKnown && hosts.size < MAX_HOSTS) hosts.add(host);
    if (entry) await sendKept(response, client, entry);
    else sendWhole(response, client, page);
  };
}

async function encoded({ headers, body }) {
  const br = await compressed.br(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_FOR_NOW,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return {
    headers: {
      ...headers,
      'cache-control': 'private, no-cache',
      vary: [headers.vary, 'Accept-Encoding', 'Cookie'].filter(Boolean).join(', '),
    },
    etag: `W/"${hash}"`,
    br,
    gzip: null,
  };
}

async function sendKept(response, client, page) {
  for (const [name, value] of Object.entries(page.headers)) response.setHeader(name, value);
  response.setHeader('etag', page.etag);
  if (client.knows.split(/\s*,\s*/).some((known) => weak(known) === page.etag)) {
    response.writeHead(304).end();
    return;
  }
  const encoding = ['br', 'gzip'].find((one) => accepts(client.accepts, one)) ?? null;
  let body = page.br;
  if (encoding === 'gzip') {
    page.gzip ??= await compressed.gzip(await decompressed(page.br));
    body = page.gzip;
  } else if (encoding === null) body = await decompressed(page.br);
  if (encoding) response.setHeader('content-encoding', encoding);
  response.setHeader('content-length', body.length);
  response.writeHead(200);
  response.end(client.isHead ? undefined : body);
}

const weak = (etag) => (etag.startsWith('W/') ? etag : `W/${etag}`);

function sendWhole(response, client, { status, headers, body }) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('content-length', body.length);
  response.writeHead(status);
  response.end(client.isHead ? undefined : body);
}
