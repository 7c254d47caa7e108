import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { accepts } from './accepts.mjs';

const TYPE = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=UTF-8',
};
const SUFFIX = '.br';

/**
 * A handler for the files that have a Brotli copy. It returns true if it answered the request, and false
 * if another handler must: for another file, another method or a client without Brotli. File names
 * contain a hash of the content, so clients may cache the files forever.
 */
export function staticFiles(folder, prefix, headers) {
  const files = new Map();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith(SUFFIX)) continue;
    const plain = name.slice(0, -SUFFIX.length).split(path.sep).join('/');
    const body = readFileSync(path.join(folder, name));
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    files.set(prefix + plain, { body, etag: `"${hash}"`, type: TYPE[path.extname(plain)] });
  }

  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const file = files.get((request.url ?? '').split('?', 1)[0]);
    if (!file || !accepts(request.headers['accept-encoding'] ?? '', 'br')) return false;
    for (const { key, value } of headers) response.setHeader(key, value);
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('ETag', file.etag);
    if (isKnown(request.headers['if-none-match'], file.etag)) {
      response.writeHead(304).end();
      return true;
    }
    response.writeHead(200, {
      'Content-Type': file.type,
      'Content-Encoding': 'br',
      'Content-Length': file.body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : file.body);
    return true;
  };
}

function isKnown(header = '', etag) {
  return header.split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
}
