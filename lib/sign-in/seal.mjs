import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A value as text that only who has the key can read or make.
 * @param {Buffer} key 32 bytes
 * @param {string} purpose what the text is for: with another purpose it does not open
 * @param {unknown} value what JSON can hold
 * @returns {string} letters, digits, `-` and `_`
 */
export function seal(key, purpose, value) {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(purpose));
  const parts = [iv, cipher.update(JSON.stringify(value), 'utf8'), cipher.final()];
  return Buffer.concat([...parts, cipher.getAuthTag()]).toString('base64url');
}

/**
 * What `seal` was given; null if the text was made or changed by somebody else, or for another purpose.
 * @param {Buffer} key
 * @param {string} purpose
 * @param {string} text
 */
export function unseal(key, purpose, text) {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const read = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return JSON.parse(Buffer.concat([read, decipher.final()]).toString('utf8'));
  } catch {
    return null;
  }
}
