import { createHash } from 'node:crypto';

/** The namespace of ids that the catalog makes; a random UUID. */
const NAMESPACE = Buffer.from('3f0c1a8e5d0b4e679a2b7c4d8e1f6053', 'hex');

/**
 * A UUID (RFC 9562, version 5) for a rule that has no usable id of its own: the same for the same
 * source, path and place in the file. `index` counts the documents of the file from 0.
 */
export function ownId(source: string, path: string, index: number): string {
  const name = JSON.stringify([source, path, index]);
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
