import { createHash } from 'node:crypto';

/** The first 128 bits of SHA-256 over the value as JSON, hexadecimal. */
export function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
