import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { listMigrations } from '../file/migrations';
import { Refusal } from '../file/refusal';

/*
 * A bundle is one file: a line with the manifest as JSON, a line with the signature of that line in base64, or an empty
 * one, and the catalog packed by gzip. It holds no paths.
 */

/** What a message may repeat. */
const word = z.string().regex(/^[\w.+-]{1,40}$/);

const manifest = z.strictObject({
  format: z.literal('watchfloor-bundle'),
  formatVersion: z.literal(1),
  /** The version of Watchfloor that made it. */
  version: word,
  /** A hash of the catalog's schema. Only a catalog with the same one can take it. */
  schema: z.string().regex(/^[0-9a-f]{64}$/),
  madeAt: z.iso.datetime(),
  rules: z.int().nonnegative(),
  attackVersion: word.nullable(),
  /** Of the catalog, unpacked. */
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type Manifest = z.infer<typeof manifest>;

/** Reads the first line of a bundle. Throws a Refusal if it is none. */
export function parseManifest(line: string): Manifest {
  try {
    return manifest.parse(JSON.parse(line));
  } catch {
    throw new Refusal('The file is no bundle of Watchfloor, or of a newer version', MAKE_ANOTHER);
  }
}

export const MAKE_ANOTHER =
  'Nothing was changed. Make a bundle with npm run catalog -- bundle, and copy it again.';

/** A hash of the migrations that make the catalog's schema. */
export function schemaHash(): string {
  const hash = createHash('sha256');
  for (const { name, script } of listMigrations()) hash.update(`${name}\0${script}\0`);
  return hash.digest('hex');
}

/** The private key of a PEM file. Throws a Refusal if it is not Ed25519. */
export function readPrivateKey(file: string): KeyObject {
  return readKey(file, 'private', createPrivateKey);
}

/** The public key of a PEM file. Throws a Refusal if it is not Ed25519. */
export function readPublicKey(file: string): KeyObject {
  return readKey(file, 'public', createPublicKey);
}

function readKey(file: string, kind: string, create: (pem: string) => KeyObject): KeyObject {
  let key: KeyObject | null = null;
  try {
    key = create(readFileSync(file, 'utf8'));
  } catch {
    // The reason may quote the key.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new Refusal(
    `${file} is not a readable ${kind} key of Ed25519 in PEM`,
    'Make a pair: openssl genpkey -algorithm ed25519 -out bundle.key; openssl pkey -in bundle.key -pubout -out bundle.pub',
  );
}

export function signLine(line: string, key: KeyObject | null): string {
  return key === null ? '' : sign(null, Buffer.from(line), key).toString('base64');
}

/** Throws a Refusal unless the owner of `key` signed the line. */
export function verifyLine(line: string, signature: string, key: KeyObject): void {
  if (signature === '') {
    throw new Refusal(
      'The bundle is not signed, and BUNDLE_PUBLIC_KEY_FILE asks for a signature',
      'Nothing was changed. Make the bundle with --key, or get it from whoever has the key.',
    );
  }
  if (verify(null, Buffer.from(line), key, Buffer.from(signature, 'base64'))) return;
  throw new Refusal(
    'The bundle was altered, or signed with another key than the one of BUNDLE_PUBLIC_KEY_FILE',
    'Nothing was changed. Do not load it; get it again from whoever made it.',
  );
}
