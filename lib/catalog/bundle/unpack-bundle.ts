import { createHash, type KeyObject } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  openSync,
  readSync,
  statSync,
} from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { problemKindOf } from '../file/problem';
import { Refusal } from '../file/refusal';
import { MAKE_ANOTHER, type Manifest, parseManifest, schemaHash, verifyLine } from './manifest';

/** A catalog of 100,000 rules has about 2 GiB. */
const MAX_BYTES = 8 * 1024 ** 3;
/** Of the two lines before the catalog. */
const MAX_HEAD = 16 * 1024;

/**
 * Unpacks the catalog of a bundle to the file `to`, and returns its manifest. Whose it is, and whether this version can
 * take it, is decided before anything is unpacked. No more is written than the manifest says. Throws a Refusal.
 * @param key of whoever must have signed it; null: anybody
 */
export async function unpackBundle(
  bundle: string,
  to: string,
  { key, version }: { key: KeyObject | null; version: string },
): Promise<Manifest> {
  const { line, signature, start } = readHead(bundle);
  if (key) verifyLine(line, signature, key);
  const manifest = parseManifest(line);
  if (manifest.schema !== schemaHash()) {
    throw new Refusal(
      `Watchfloor ${manifest.version} made the bundle, and its catalog differs from that of ${version}, which is here`,
      'Nothing was changed. Load a bundle of the same version, or update this machine first.',
    );
  }
  if (manifest.bytes > MAX_BYTES) {
    throw new Refusal(
      `The bundle says that it unpacks to ${manifest.bytes} bytes, and ${MAX_BYTES} are the most`,
      MAKE_ANOTHER,
    );
  }
  const sha256 = await unpackCatalog(bundle, to, { start, bytes: manifest.bytes });
  if (sha256 !== manifest.sha256) {
    throw new Refusal(
      'The bundle is damaged: its content is not what its manifest says',
      MAKE_ANOTHER,
    );
  }
  return manifest;
}

function readHead(bundle: string): { line: string; signature: string; start: number } {
  const head = Buffer.alloc(MAX_HEAD);
  let length: number;
  try {
    if (!statSync(bundle).isFile()) throw new Refusal(`${bundle} is no file`, MAKE_ANOTHER);
    const handle = openSync(bundle, 'r');
    length = readSync(handle, head, 0, MAX_HEAD, 0);
    closeSync(handle);
  } catch (error) {
    if (problemKindOf(error) === null) throw error;
    throw new Refusal(`${bundle} cannot be read: ${(error as Error).message}`, 'Check the path.');
  }
  const first = head.indexOf('\n');
  const second = first < 0 ? -1 : head.indexOf('\n', first + 1);
  if (second < 0 || second >= length) {
    throw new Refusal('The file is no bundle of Watchfloor', MAKE_ANOTHER);
  }
  return {
    line: head.toString('utf8', 0, first),
    signature: head.toString('latin1', first + 1, second),
    start: second + 1,
  };
}

/** Returns the hash of what it wrote. */
async function unpackCatalog(
  bundle: string,
  to: string,
  { start, bytes }: { start: number; bytes: number },
): Promise<string> {
  const hash = createHash('sha256');
  let written = 0;
  try {
    await pipeline(
      createReadStream(bundle, { start }),
      createGunzip(),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          written += chunk.length;
          if (written > bytes) throw new Refusal('The bundle is larger than it says', MAKE_ANOTHER);
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(to, { mode: 0o600 }),
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    const what = code === 'Z_BUF_ERROR' ? 'cut off' : 'damaged';
    throw new Refusal(`The bundle is ${what}`, MAKE_ANOTHER);
  }
  return hash.digest('hex');
}
