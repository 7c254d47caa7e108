import { createHash } from 'node:crypto';

/**
 * The UUID of version 5 (RFC 9562, section 5.5) of a name in a namespace: the same name always has the same
 * one. `namespace` is a UUID in any case, with hyphens; throws an Error for another text.
 */
export function uuidV5(name: string, namespace: string): string {
  const hex = namespace.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error(`${namespace} is not a UUID`);
  const bytes = createHash('sha1').update(Buffer.from(hex, 'hex')).update(name, 'utf8').digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const digits = bytes.toString('hex');
  return [0, 8, 12, 16, 20].map((from, at, all) => digits.slice(from, all[at + 1] ?? 32)).join('-');
}
