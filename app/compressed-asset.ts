import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

// Next compresses by gzip alone. Its scripts are the largest part of a first visit and a sixth smaller
// by brotli. They never change, so each is compressed once and kept.

const ASSET = /^\/_next\/static\/((?:[\w~-]+\/)*[\w~-]+(?:\.[\w~-]+)*\.(js|css))$/;
const TYPES: Readonly<Record<string, string>> = {
  js: 'application/javascript; charset=UTF-8',
  css: 'text/css; charset=UTF-8',
};

const compress = promisify(brotliCompress);
const compressed = new Map<string, Promise<Buffer>>();

/** The script or style at the path by brotli; null for another path, or where Next must answer. */
export async function compressedAsset(
  request: Request,
  pathname: string,
): Promise<Response | null> {
  const [, file, extension] = ASSET.exec(pathname) ?? [];
  if (!file || !extension || request.method !== 'GET') return null;
  if (!/\bbr\b/.test(request.headers.get('accept-encoding') ?? '')) return null;
  let body = compressed.get(file);
  if (!body) {
    body = compressFile(file);
    compressed.set(file, body);
    body.catch(() => compressed.delete(file));
  }
  try {
    return new Response(new Uint8Array(await body), {
      headers: {
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Content-Encoding': 'br',
        'Content-Type': TYPES[extension] ?? '',
        Vary: 'Accept-Encoding',
      },
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function compressFile(file: string): Promise<Buffer> {
  const folder = process.env.WATCHFLOOR_DIST_DIR || '.next';
  const text = await readFile(
    path.join(/* turbopackIgnore: true */ process.cwd(), folder, 'static', file),
  );
  return compress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}
